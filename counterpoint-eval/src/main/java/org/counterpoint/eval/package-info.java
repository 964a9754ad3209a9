/**
 * Who won, by how much, and can it be believed: annotations in AlpacaEval's form, judges, and the figures made of them.
 */
@NullMarked
package org.counterpoint.eval;

import org.jspecify.annotations.NullMarked;
