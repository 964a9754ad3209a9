package org.counterpoint.pairs.core.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Cuts a text into words, hashes each (FNV-1a) and joins each to the one before it. */
final class WordPairs {
    private static final long PRIME = 0x100000001B3L;
    private static final long BASIS = 0xCBF29CE484222325L;

    /** Of ASCII's letters and digits the lower case, of its other characters 0. */
    private static final byte[] LOWER = lower();

    private long[] pairs = new long[64];
    private int count;
    private int words;
    private long before;
    private long word = BASIS;
    private boolean inWord;

    private WordPairs() {}

    private static byte[] lower() {
        byte[] lower = new byte[0x80];
        for (int c = 0; c < lower.length; c++) {
            lower[c] = (byte) (Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0);
        }
        return lower;
    }

    static Shingles of(String text) {
        WordPairs pairs = new WordPairs();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length == text.length()) {
            pairs.acceptAscii(utf8);
        } else {
            String lower = text.toLowerCase(Locale.ROOT);
            for (int i = 0; i < lower.length(); ) {
                int c = lower.codePointAt(i);
                pairs.accept(c);
                i += Character.charCount(c);
            }
        }
        pairs.endWord();
        if (pairs.count == 0) {
            pairs.append(pairs.words == 1 ? pairs.before : text.hashCode());
        }
        return new Shingles(pairs.pairs, pairs.count);
    }

    private void acceptAscii(byte[] text) {
        for (byte c : text) {
            acceptAscii(LOWER[c]);
        }
    }

    /** @param c in lower case; 0 where it is of no word */
    private void acceptAscii(int c) {
        if (c != 0) {
            add(c);
        } else if (inWord) {
            endWord();
        }
    }

    private void accept(int c) {
        if (c < 0x80) {
            acceptAscii(LOWER[c]);
        } else if (Character.isIdeographic(c) || isUnspaced(c)) {
            endWord();
            add(c);
            endWord();
        } else if (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK) {
            add(c);
        } else {
            endWord();
        }
    }

    private static boolean isUnspaced(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetter(c);
            default -> false;
        };
    }

    private void add(int c) {
        word = (word ^ c) * PRIME;
        inWord = true;
    }

    private void endWord() {
        if (!inWord) {
            return;
        }
        if (words > 0) {
            append((before * 31 + word) * PRIME);
        }
        before = word;
        words++;
        word = BASIS;
        inWord = false;
    }

    private void append(long pair) {
        if (count == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * count);
        }
        pairs[count++] = pair;
    }
}
