/**
 * Prompts and what follows them, for up to some tens of sequences. The step from one token to the next reads every weight once
 * and computes little with it, so it is bound by memory and by the cost of calls: here it is one pass through the weights
 * by threads that stay awake, in Java's own vectors; only products in bf16 are oneDNN's where the processor multiplies that. As the weights are here, in
 * one copy, and are multiplied at the processor's rate when there are many tokens, prompts are computed here too. It computes
 * what {@code org.counterpoint.engine.model} computes, and a row's result depends on nothing but that row: not on its
 * neighbours, their number or the number of threads.
 *
 * <p>Not here: training, log-probabilities of given texts, choosing tokens.
 *
 * <p>The package needs the module {@code jdk.incubator.vector}, which the launcher adds; {@link
 * org.counterpoint.engine.vector.Vectors#available()} says whether it is there, {@link
 * org.counterpoint.engine.decode.DecoderLoader} asks it, and no other class is to be touched before that is known.
 */
@NullMarked
package org.counterpoint.engine.decode;

import org.jspecify.annotations.NullMarked;
