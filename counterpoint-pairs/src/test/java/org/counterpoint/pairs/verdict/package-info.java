@NullMarked
package org.counterpoint.pairs.verdict;

import org.jspecify.annotations.NullMarked;
