/**
 * Java's own vectors: whether a process has them, how wide they are, and what is computed with them on plain arrays, for training
 * and for answering alike.
 *
 * <p>Not here: native memory, matrices of weights, a model's parts.
 *
 * <p>Needs the module {@code jdk.incubator.vector}, which the launcher adds. {@link
 * org.counterpoint.engine.vector.Vectors#available()} says whether it is there; no other class is to be touched before that is
 * known.
 */
@NullMarked
package org.counterpoint.engine.vector;

import org.jspecify.annotations.NullMarked;
