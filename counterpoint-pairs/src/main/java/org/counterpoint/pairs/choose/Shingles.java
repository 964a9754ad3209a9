package org.counterpoint.pairs.choose;

import java.util.Arrays;

/**
 * The set of a text's runs of five characters, of its words with single spaces between: what two texts have in common
 * of theirs is how similar they are. Of a shorter text the whole is the only one.
 *
 * @param hashes sorted, each once
 */
record Shingles(long[] hashes) {
    private static final int LENGTH = 5;

    static Shingles of(String text) {
        String words = String.join(" ", PlainWords.words(text));
        // A text of nothing but signs is compared by these.
        String plain = words.isEmpty() ? PlainWords.sameButForSpaces(text) : words;
        int count = Math.max(1, plain.length() - LENGTH + 1);
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = Hashing.text(plain.substring(i, Math.min(plain.length(), i + LENGTH)), LENGTH);
        }
        Arrays.sort(hashes);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || hashes[i] != hashes[i - 1]) {
                hashes[distinct++] = hashes[i];
            }
        }
        return new Shingles(Arrays.copyOf(hashes, distinct));
    }

    /** Jaccard's index, 0 to 1: how many of all shingles are in both. */
    double similarity(Shingles other) {
        int common = 0;
        for (int i = 0, j = 0; i < hashes.length && j < other.hashes.length; ) {
            int order = Long.compare(hashes[i], other.hashes[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return (double) common / (hashes.length + other.hashes.length - common);
    }
}
