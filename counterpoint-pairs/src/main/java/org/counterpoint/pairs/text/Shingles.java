package org.counterpoint.pairs.text;

import java.util.Arrays;

/**
 * The parts of a text as a set: what two texts have in common of theirs is how similar they are.
 *
 * @param hashes 64-bit hashes of the parts, rising, each once; at least one
 */
public record Shingles(long[] hashes) {
    private static final int RUN = 5;

    /**
     * Runs of five characters of the text's words (see {@link PlainWords}) with single spaces between; of a shorter text
     * the whole is the only one. A text of nothing but signs is compared by these.
     */
    public static Shingles ofCharacters(String text) {
        String words = String.join(" ", PlainWords.words(text));
        String plain = words.isEmpty() ? PlainWords.sameButForSpaces(text) : words;
        long[] hashes = new long[Math.max(1, plain.length() - RUN + 1)];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = Hashing.text(plain.substring(i, Math.min(plain.length(), i + RUN)), RUN);
        }
        return of(hashes, hashes.length);
    }

    /**
     * Pairs of neighbouring words. A word is a run of letters, digits and marks, in lower case; a character of a script
     * that is written without spaces (Chinese, Japanese, Thai and their like) is one by itself. A text of a single word
     * is the set of that word; one without a word is the set of itself.
     */
    public static Shingles ofWordPairs(String text) {
        return WordPairs.of(text);
    }

    /** @param count how many of the hashes count; they are sorted in place */
    static Shingles of(long[] hashes, int count) {
        Arrays.sort(hashes, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || hashes[i] != hashes[i - 1]) {
                hashes[distinct++] = hashes[i];
            }
        }
        return new Shingles(Arrays.copyOf(hashes, distinct));
    }

    /** Jaccard's index |A and B| / |A or B|: 1 for the same parts, 0 where none is shared. */
    public double similarity(Shingles other) {
        int common = 0;
        for (int i = 0, j = 0; i < hashes.length && j < other.hashes.length; ) {
            int order = Long.compare(hashes[i], other.hashes[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return (double) common / (hashes.length + other.hashes.length - common);
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
