package org.counterpoint.pairs.difficulty;

import java.util.Arrays;
import java.util.Locale;

/**
 * A text as the set of its pairs of neighbouring words. A word is a run of letters, digits and marks, in lower case; a
 * character of a script that is written without spaces (Chinese, Japanese, Thai and their like) is one by itself. A
 * text of a single word is the set of that word; one without a word is the set of itself.
 *
 * @param hashes 64-bit hashes, rising, each once
 */
public record Shingles(long[] hashes) {
    private static final long PRIME = 0x100000001B3L;
    private static final long BASIS = 0xCBF29CE484222325L;

    /** The set of a text. */
    public static Shingles of(String text) {
        Collector words = new Collector();
        int ascii = words.acceptAscii(text);
        if (ascii < text.length()) {
            // From here on all of it: a letter's lower case may depend on those beside it.
            words = new Collector();
            String lower = text.toLowerCase(Locale.ROOT);
            for (int i = 0; i < lower.length(); ) {
                int c = lower.codePointAt(i);
                words.accept(c);
                i += Character.charCount(c);
            }
        }
        words.endWord();
        return new Shingles(words.distinct(text));
    }

    /** |A and B| / |A or B|: 1 for the same words in the same order, 0 where no two neighbours are shared. */
    public double jaccard(Shingles other) {
        int i = 0;
        int j = 0;
        int shared = 0;
        while (i < hashes.length && j < other.hashes.length) {
            int order = Long.compare(hashes[i], other.hashes[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return (double) shared / (hashes.length + other.hashes.length - shared);
    }

    /** Hashes words (FNV-1a) and joins each to the one before it. */
    private static final class Collector {
        private long[] pairs = new long[64];
        private int count;
        private int words;
        private long before;
        private long word = BASIS;
        private boolean inWord;

        /** Takes the text up to the first character beyond ASCII, in lower case, and says where that is. */
        int acceptAscii(String text) {
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
            } else {
                endWord();
            }
        }

        void accept(int c) {
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

        void endWord() {
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

        long[] distinct(String text) {
            if (count == 0) {
                append(words == 1 ? before : text.hashCode());
            }
            Arrays.sort(pairs, 0, count);
            int kept = 1;
            for (int i = 1; i < count; i++) {
                if (pairs[i] != pairs[kept - 1]) {
                    pairs[kept++] = pairs[i];
                }
            }
            return Arrays.copyOf(pairs, kept);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shingles that && Arrays.equals(hashes, that.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }

    @Override
    public String toString() {
        return hashes.length + " shingles";
    }
}
