package org.counterpoint.eval.judge.parse;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.data.Thoughts;
import org.jspecify.annotations.Nullable;

/** A judge's answer without what the judge thought: a thought is no verdict, whatever stands in it. */
final class Spoken {
    private Spoken() {}

    /** Null where the answer was cut off within a thought, or ends in one. */
    static @Nullable ChatReply of(ChatReply reply, Thoughts thoughts) {
        StringBuilder spoken = new StringBuilder();
        String rest = reply.text();
        while (true) {
            Thoughts.Parted parted = thoughts.part(rest);
            if (parted.unfinished()) {
                return null;
            }
            int next = thoughts.opened(parted.answer());
            if (next < 0) {
                spoken.append(parted.answer());
                break;
            }
            spoken.append(parted.answer(), 0, next);
            rest = parted.answer().substring(next);
        }
        String text = spoken.toString();
        return text.equals(reply.text())
                ? reply
                : new ChatReply(
                        text,
                        reply.thought(),
                        reply.model(),
                        reply.finish(),
                        reply.usage(),
                        reply.latency(),
                        tokens(reply, thoughts));
    }

    /** The places after the thought with which the answer begins; none where the tokens do not tell where that is. */
    private static List<ChatReply.TokenChoice> tokens(ChatReply reply, Thoughts thoughts) {
        Thoughts.Parted parted = thoughts.part(reply.text());
        int spokenFrom = reply.text().length() - parted.answer().length();
        List<ChatReply.TokenChoice> spoken = new ArrayList<>();
        int at = 0;
        for (ChatReply.TokenChoice place : reply.tokens()) {
            if (at >= spokenFrom) {
                spoken.add(place);
            }
            at += place.token().length();
        }
        return at == reply.text().length() ? spoken : List.of();
    }
}
