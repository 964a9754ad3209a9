package org.counterpoint.data;

import java.util.List;
import java.util.Locale;

/** What is asked of an answer's text; nothing here changes one. */
public final class Texts {
    /** How a refusal usually begins, in lower case with straight apostrophes. */
    private static final List<String> REFUSALS = List.of(
            "i'm sorry, but",
            "i'm sorry, i ",
            "i am sorry, but",
            "i'm sorry but",
            "sorry, but i ",
            "sorry, i ",
            "i apologize, but",
            "my apologies, but",
            "i cannot ",
            "i can't ",
            "i can not ",
            "i'm unable to",
            "i am unable to",
            "i'm not able to",
            "i am not able to",
            "i won't ",
            "i must decline",
            "unfortunately, i ",
            "as an ai",
            "i'm an ai",
            "i am an ai");

    private static final int OPENING = 40;

    private Texts() {}

    /** Nothing but whitespace, no-break spaces included. */
    public static boolean isEmpty(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // No character beyond the first plane is a space.
            if (!Character.isWhitespace(c) && !Character.isSpaceChar(c) && c != 0x85) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text opens as refusals do: a count for people to look at, never a reason to drop anything. */
    public static boolean isRefusal(String text) {
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        String opening = text.substring(start, Math.min(text.length(), start + OPENING))
                .replace('\u2019', '\'')
                .toLowerCase(Locale.ROOT);
        return REFUSALS.stream().anyMatch(opening::startsWith);
    }

    /** Whether half of a surrogate pair stands alone, which UTF-8 cannot hold. */
    public static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
