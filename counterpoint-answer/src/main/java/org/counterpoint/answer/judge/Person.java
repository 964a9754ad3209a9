package org.counterpoint.answer.judge;

import java.time.Duration;
import java.util.List;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.eval.judge.parse.ChoiceParser;

/** What a person's keys mean, wherever they are pressed. */
final class Person {
    /** The keys that are an answer: first, second, neither, and "I cannot say", which is no verdict. */
    static final List<String> KEYS = List.of("1", "2", "0", "s");

    private static final String CANNOT_SAY = "s";

    private Person() {}

    static ChatReply reply(String key, long startedAtNanos) {
        Duration time = Duration.ofNanos(System.nanoTime() - startedAtNanos);
        String finish = key.equals(CANNOT_SAY) ? ChoiceParser.CANNOT_SAY : "stop";
        return new ChatReply(key, null, "human", finish, new ChatReply.Usage(0, 0), time, List.of());
    }

    /** Ends the asking: nobody is there until the command is given again. */
    static ChatException left() {
        return new ChatException(ChatException.ENDED, "the person stopped", false, null);
    }
}
