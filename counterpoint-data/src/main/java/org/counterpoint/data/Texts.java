package org.counterpoint.data;

/** What is asked of an answer's text; nothing here changes one. */
public final class Texts {
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

    /**
     * As {@code text.indexOf(mark, from)}, for a mark that begins with a rare character: only that one is looked for,
     * many characters at a time.
     */
    public static int find(String text, String mark, int from) {
        int at = text.indexOf(mark.charAt(0), from);
        while (at >= 0 && !text.startsWith(mark, at)) {
            at = text.indexOf(mark.charAt(0), at + 1);
        }
        return at;
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
