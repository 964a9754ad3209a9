/**
 * What annotations say: AlpacaEval's figures to the last digit, comparisons of models on the same instructions, length,
 * position, categories and agreement. Statistics proper are in {@code org.counterpoint.stats}.
 */
@NullMarked
package org.counterpoint.eval.figures;

import org.jspecify.annotations.NullMarked;
