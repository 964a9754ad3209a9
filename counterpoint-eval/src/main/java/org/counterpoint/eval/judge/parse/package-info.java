/**
 * What a judge's answer says. Thought is no verdict, and of several verdicts the last one counts, unless the answer was
 * cut off before its end. Every form is strict: what can be read in two ways, or in none, is unreadable, and nothing is
 * guessed.
 */
@NullMarked
package org.counterpoint.eval.judge.parse;

import org.jspecify.annotations.NullMarked;
