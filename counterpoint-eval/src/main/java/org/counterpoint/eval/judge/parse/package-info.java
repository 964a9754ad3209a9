/**
 * What a judge's answer says. Every form is strict: an answer that can be read in two ways, or in none, is unreadable,
 * and nothing is guessed.
 */
@NullMarked
package org.counterpoint.eval.judge.parse;

import org.jspecify.annotations.NullMarked;
