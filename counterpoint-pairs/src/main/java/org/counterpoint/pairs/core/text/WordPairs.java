package org.counterpoint.pairs.core.text;

import java.util.Arrays;
import java.util.Locale;

/** Cuts a text into words, hashes each (FNV-1a) and joins each to the one before it. */
final class WordPairs {
    private static final long PRIME = 0x100000001B3L;
    private static final long BASIS = 0xCBF29CE484222325L;

    private long[] pairs = new long[64];
    private int count;
    private int words;
    private long before;
    private long word = BASIS;
    private boolean inWord;

    private WordPairs() {}

    static Shingles of(String text) {
        WordPairs pairs = new WordPairs();
        if (pairs.acceptAscii(text) < text.length()) {
            // Now all of it: a letter's lower case may depend on those beside it.
            pairs = new WordPairs();
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

    /** Takes the text up to the first character beyond ASCII, in lower case, and says where that is. */
    private int acceptAscii(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            int c = text.charAt(i);
            if (c >= 0x80) {
                return i;
            }
            acceptAscii(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        return length;
    }

    private void acceptAscii(int c) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            add(c);
        } else if (inWord) {
            endWord();
        }
    }

    private void accept(int c) {
        if (c < 0x80) {
            acceptAscii(c);
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
