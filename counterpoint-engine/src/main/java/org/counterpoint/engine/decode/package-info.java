/**
 * The step from one token to the next for a handful of sequences, in Java's own vectors. Such a step reads every
 * weight once and computes little with it, so it is bound by memory and by the cost of calls: here a step is one pass
 * through the weights by threads that stay awake, with no native call. It computes what
 * {@code org.counterpoint.engine.model} computes, and a row's result depends on nothing but that row: not on its
 * neighbours, their number or the number of threads.
 *
 * <p>Not here: prompts (the native library multiplies whole matrices as fast), training, choosing tokens.
 *
 * <p>The package needs the module {@code jdk.incubator.vector}, which the launcher adds; {@link
 * org.counterpoint.engine.decode.Vectors#available()} says whether it is there, and is the only class to be touched
 * before that is known.
 */
@NullMarked
package org.counterpoint.engine.decode;

import org.jspecify.annotations.NullMarked;
