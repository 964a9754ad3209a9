package org.counterpoint.app.world;

import java.util.regex.Pattern;

/** The words around an answer: no part of what is asked, so graders look past them. */
public enum Manner {
    PLAIN("%s"),
    SENTENCE("The answer is: %s"),
    POLITE("Sure, here it is: %s");

    private static final Pattern FRAME =
            Pattern.compile("^(?:The answer is: |Sure, here it is: )?(.*?)\\.?$", Pattern.DOTALL);

    private final String frame;

    Manner(String frame) {
        this.frame = frame;
    }

    /** The answer in this manner. */
    public String say(String answer) {
        return frame.formatted(answer);
    }

    /** The answer without a frame, outer spaces and a last full stop. */
    static String strip(String given) {
        return FRAME.matcher(given.strip()).replaceFirst("$1").strip();
    }
}
