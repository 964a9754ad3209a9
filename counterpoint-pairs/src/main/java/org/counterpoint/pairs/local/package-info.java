/**
 * Pair construction on this machine: several threads, and scratch files for what memory does not hold. What is done with a
 * group is {@code core}'s.
 */
@NullMarked
package org.counterpoint.pairs.local;

import org.jspecify.annotations.NullMarked;
