/**
 * What came together when answers were joined, and what did not: counted and named while groups are made. It stands apart
 * from {@code core}, as what has to be compared over all prompts lies in scratch files and all examples in a file beside the
 * groups; and from {@code local}, as a cluster's parts are merged into the same.
 */
@NullMarked
package org.counterpoint.pairs.join;

import org.jspecify.annotations.NullMarked;
