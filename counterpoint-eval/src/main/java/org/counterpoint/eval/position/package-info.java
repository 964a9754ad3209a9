/** Which of two answers a judge sees first: AlpacaEval's seeded switch, and CPython's random numbers that it rests on. */
@NullMarked
package org.counterpoint.eval.position;

import org.jspecify.annotations.NullMarked;
