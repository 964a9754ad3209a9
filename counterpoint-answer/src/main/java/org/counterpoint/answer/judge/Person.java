package org.counterpoint.answer.judge;

import java.time.Duration;
import java.util.List;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.eval.judge.parse.ChoiceParser;

/** What a person's keys mean, wherever they are pressed. */
public final class Person {
    /** The keys that are an answer: first, second, neither, and "I cannot say", which is no verdict. */
    public static final List<String> KEYS = List.of("1", "2", "0", "s");

    /** The key that wants the pair before back. */
    public static final String BACK = "u";

    /** The key that ends the sitting. */
    public static final String LEAVE = "q";

    /** The key that says that all verdicts hold. */
    public static final String FINISH = "f";

    private static final String CANNOT_SAY = "s";

    private Person() {}

    /**
     * @param key one of {@link #KEYS}
     * @param comment why, in the person's words, kept with the verdict as a model's thought is; blank for none
     */
    public static ChatReply reply(String key, String comment, long startedAtNanos) {
        Duration time = Duration.ofNanos(System.nanoTime() - startedAtNanos);
        String finish = key.equals(CANNOT_SAY) ? ChoiceParser.CANNOT_SAY : "stop";
        String thought = comment.isBlank() ? null : comment.strip();
        return new ChatReply(key, thought, "human", finish, new ChatReply.Usage(0, 0), time, List.of());
    }

    /** Ends the asking: nobody is there until the command is given again. */
    public static ChatException left() {
        return new ChatException(ChatException.ENDED, "the person stopped", false, null);
    }
}
