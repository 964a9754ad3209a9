/** The report of a set of pairs: what it holds, what it may teach beside what it should, and a look at its ends. */
@NullMarked
package org.counterpoint.report.pairs;

import org.jspecify.annotations.NullMarked;
