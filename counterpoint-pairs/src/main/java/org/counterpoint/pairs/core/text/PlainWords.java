package org.counterpoint.pairs.core.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** Texts without what does not make them different texts. */
public final class PlainWords {
    private PlainWords() {}

    /** Unicode's compatibility form, lower case, every run of white space one space, none at the ends. */
    public static String sameButForSpaces(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length == text.length()) {
            return asciiButForSpaces(utf8);
        }
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder out = new StringBuilder(plain.length());
        boolean space = false;
        String lower = plain.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                space = out.length() > 0;
            } else {
                if (space) {
                    out.append(' ');
                    space = false;
                }
                out.append(c);
            }
        }
        return out.toString();
    }

    /** @param text taken over: what stays of it is moved to its start */
    private static String asciiButForSpaces(byte[] text) {
        int length = 0;
        boolean space = false;
        for (byte c : text) {
            if (c <= ' ' && Character.isWhitespace(c)) {
                space = length > 0;
            } else {
                if (space) {
                    text[length++] = ' ';
                    space = false;
                }
                text[length++] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
            }
        }
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Its words: runs of letters and digits, in Unicode's compatibility form and lower case. */
    public static List<String> words(String text) {
        String spaced = spaced(text);
        return spaced.isEmpty() ? List.of() : List.of(spaced.split(" "));
    }

    /** Its {@link #words} with single spaces between. */
    static String spaced(String text) {
        String plain = sameButForSpaces(text);
        StringBuilder out = new StringBuilder(plain.length());
        boolean between = false;
        for (int i = 0; i < plain.length(); ) {
            int c = plain.codePointAt(i);
            if (isOfWord(c)) {
                if (between && !out.isEmpty()) {
                    out.append(' ');
                }
                out.appendCodePoint(c);
            }
            between = !isOfWord(c);
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static boolean isOfWord(int c) {
        return c < 0x80
                ? (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
                : Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
