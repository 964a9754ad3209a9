/** What came together when answers were joined, and what did not: counted and named while groups are made. */
@NullMarked
package org.counterpoint.pairs.join;

import org.jspecify.annotations.NullMarked;
