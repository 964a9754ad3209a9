package org.counterpoint.pairs.core.text;

/** The parts of a text as a set of their hashes: what two texts have in common of theirs is how similar they are. */
public final class Shingles {
    private static final int RUN = 5;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** An open-addressed hash table of two to four times the size; 0 is an empty place. */
    private final long[] table;

    private final int shift;
    private int size;

    /** @param hashes of the parts, at least one */
    Shingles(long[] hashes, int count) {
        int bits = 65 - Long.numberOfLeadingZeros(2L * count - 1);
        this.table = new long[1 << bits >> 1];
        this.shift = Math.min(63, 65 - bits);
        for (int i = 0; i < count; i++) {
            add(hashes[i] == 0 ? 1 : hashes[i]);
        }
    }

    private void add(long hash) {
        int place = place(hash);
        while (table[place] != 0) {
            if (table[place] == hash) {
                return;
            }
            place = (place + 1) & (table.length - 1);
        }
        table[place] = hash;
        size++;
    }

    private boolean contains(long hash) {
        int place = place(hash);
        while (table[place] != 0) {
            if (table[place] == hash) {
                return true;
            }
            place = (place + 1) & (table.length - 1);
        }
        return false;
    }

    private int place(long hash) {
        return (int) (hash * GOLDEN >>> shift);
    }

    /**
     * Runs of five characters of the text's words (see {@link PlainWords}) with single spaces between; of a shorter text
     * the whole is the only one. A text of nothing but signs is compared by these.
     */
    public static Shingles ofCharacters(String text) {
        String words = PlainWords.spaced(text);
        String plain = words.isEmpty() ? PlainWords.sameButForSpaces(text) : words;
        long[] hashes = new long[Math.max(1, plain.length() - RUN + 1)];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = Hashing.text(plain, i, Math.min(plain.length(), i + RUN), RUN);
        }
        return new Shingles(hashes, hashes.length);
    }

    /**
     * Pairs of neighbouring words. A word is a run of letters, digits and marks, in lower case; a character of a script
     * that is written without spaces (Chinese, Japanese, Thai and their like) is one by itself. A text of a single word
     * is the set of that word; one without a word is the set of itself.
     */
    public static Shingles ofWordPairs(String text) {
        return WordPairs.of(text);
    }

    /** How many parts there are, each counted once. */
    public int size() {
        return size;
    }

    /** 64-bit hashes of the parts, each once, in no order that means anything. */
    public long[] hashes() {
        long[] hashes = new long[size];
        int count = 0;
        for (long hash : table) {
            if (hash != 0) {
                hashes[count++] = hash;
            }
        }
        return hashes;
    }

    /** Jaccard's index |A and B| / |A or B|: 1 for the same parts, 0 where none is shared. */
    public double similarity(Shingles other) {
        return similarity(other, 0);
    }

    /** Whether the similarity is at least so much: found out sooner where it is not. */
    public boolean isSimilar(Shingles other, double least) {
        return similarity(other, least) >= least;
    }

    /** The similarity, or something less than {@code least} where it is less. */
    private double similarity(Shingles other, double least) {
        if (size > other.size) {
            return other.similarity(this, least);
        }
        int common = size;
        for (long hash : table) {
            if (hash != 0 && !other.contains(hash)) {
                common--;
                if (index(common, other) < least) {
                    break;
                }
            }
        }
        return index(common, other);
    }

    private double index(int common, Shingles other) {
        return (double) common / (size + other.size - common);
    }

    @Override
    public String toString() {
        return size + " shingles";
    }
}
