package org.counterpoint.eval.judge.parse;

import java.time.Duration;
import java.util.List;
import org.counterpoint.chat.ChatReply;

/** Replies of a judge. */
final class Replies {
    private Replies() {}

    static ChatReply saying(String text) {
        return new ChatReply(text, null, "judge", "stop", null, Duration.ZERO, List.of());
    }

    /** A reply that the limit of tokens ended. */
    static ChatReply cutOff(String text) {
        return new ChatReply(text, null, "judge", "length", null, Duration.ZERO, List.of());
    }

    static ChatReply choosing(ChatReply.Alternative... alternatives) {
        ChatReply.Alternative first = alternatives[0];
        return new ChatReply(
                first.token(),
                null,
                "judge",
                "length",
                null,
                Duration.ZERO,
                List.of(new ChatReply.TokenChoice(first.token(), first.logp(), List.of(alternatives))));
    }
}
