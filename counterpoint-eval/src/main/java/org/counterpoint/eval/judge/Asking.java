package org.counterpoint.eval.judge;

import org.counterpoint.chat.ChatReply;
import org.counterpoint.eval.judge.parse.VerdictReading;
import org.jspecify.annotations.Nullable;

/**
 * One question to a judge and what came of it.
 *
 * @param attempt from 0; later ones follow answers that could not be read
 * @param reply null where none came
 * @param reading of the reply; where none came, why
 */
public record Asking(View view, int attempt, @Nullable ChatReply reply, VerdictReading reading) {}
