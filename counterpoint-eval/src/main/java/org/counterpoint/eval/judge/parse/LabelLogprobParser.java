package org.counterpoint.eval.judge.parse;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.counterpoint.chat.ChatReply;

/**
 * AlpacaEval v2's answer: the log-probabilities of two labels in the place of the first token, and
 * {@code 2 - p(first) / (p(first) + p(second))}. A label that is not among the likeliest tokens counts as probability
 * 0; where neither is, there is no verdict.
 *
 * @param first the token that stands for the answer shown first
 */
public record LabelLogprobParser(String first, String second) implements VerdictParser {

    @Override
    public VerdictReading read(ChatReply reply) {
        if (reply.tokens().isEmpty()) {
            return new VerdictReading.Unreadable("the server sent no log-probabilities");
        }
        List<ChatReply.Alternative> tokens = reply.tokens().get(0).alternatives();
        OptionalDouble one = logp(tokens, first);
        OptionalDouble two = logp(tokens, second);
        if (one.isEmpty() && two.isEmpty()) {
            return new VerdictReading.Unreadable(
                    "neither " + first + " nor " + second + " is among the likeliest tokens");
        }
        double firstLogp = one.orElse(Double.NEGATIVE_INFINITY);
        double secondLogp = two.orElse(Double.NEGATIVE_INFINITY);
        // The same quotient, without a rounding that would make two equal labels less than a tie.
        double value = 2 - 1 / (1 + Math.exp(secondLogp - firstLogp));
        return new VerdictReading.Preference(value, Map.of(first, Math.exp(firstLogp), second, Math.exp(secondLogp)));
    }

    private static OptionalDouble logp(List<ChatReply.Alternative> tokens, String label) {
        return tokens.stream()
                .filter(token -> token.token().equals(label) && Double.isFinite(token.logp()))
                .mapToDouble(ChatReply.Alternative::logp)
                .max();
    }
}
