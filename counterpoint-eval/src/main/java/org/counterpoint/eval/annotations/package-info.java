/**
 * Files of verdicts in AlpacaEval's form, read and written. Reading keeps of a row what figures need; nothing is
 * counted twice, joined across models or dropped without a name.
 */
@NullMarked
package org.counterpoint.eval.annotations;

import org.jspecify.annotations.NullMarked;
