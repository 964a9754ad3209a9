/**
 * What a {@code config.json} says of a model: {@link org.counterpoint.engine.arch.Architecture}, which training and
 * both ways of decoding read; a parser for each family, a table of its tensors' names, and the angles of its positions.
 * No weight is read here.
 */
@NullMarked
package org.counterpoint.engine.arch;

import org.jspecify.annotations.NullMarked;
