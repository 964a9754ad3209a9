/**
 * What pair construction consists of, as functions of a group and summaries that merge: steps, difficulty, verdicts,
 * measures and the texts' comparisons. Knows no file and no thread, so that one thread, many, and a cluster come to the same.
 */
@NullMarked
package org.counterpoint.pairs.core;

import org.jspecify.annotations.NullMarked;
