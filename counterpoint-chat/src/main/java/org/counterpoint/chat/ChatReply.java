package org.counterpoint.chat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param text what was answered, to the letter
 * @param thought what the server gives apart from the answer as the model's thoughts; null where it gives none
 * @param model the name that the server reported, which need not be the one asked for
 * @param finish why it ended, such as {@code stop} or {@code length}; null where the server does not say
 * @param usage null where the server does not say
 * @param tokens the likeliest tokens at each place; empty unless asked for
 */
public record ChatReply(
        String text,
        @Nullable String thought,
        @Nullable String model,
        @Nullable String finish,
        @Nullable Usage usage,
        Duration latency,
        List<TokenChoice> tokens) {
    public ChatReply {
        tokens = List.copyOf(tokens);
    }

    /** What is paid for, in tokens. */
    public record Usage(long promptTokens, long completionTokens) {}

    /**
     * One place of the answer.
     *
     * @param token the one that was drawn
     * @param logp its log-probability, in nats
     * @param alternatives the likeliest tokens at this place, likeliest first
     */
    public record TokenChoice(String token, double logp, List<Alternative> alternatives) {
        public TokenChoice {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** A token that might have stood there, with its log-probability in nats. */
    public record Alternative(String token, double logp) {}
}
