package org.counterpoint.pairs.core.text;

/** 64-bit hashes that stay the same from run to run. Not for anything that an adversary would attack. */
public final class Hashing {
    private static final long PRIME = 0x100000001b3L;

    private Hashing() {}

    /** FNV-1a over the characters, from a seed, finished by {@link #mix}. */
    public static long text(String text, long seed) {
        return text(text, 0, text.length(), seed);
    }

    /** Of a part of the text: what that would have as a text of its own. */
    static long text(String text, int from, int to, long seed) {
        long hash = 0xcbf29ce484222325L ^ mix(seed);
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return mix(hash);
    }

    /** SplitMix64's finisher: a bijection that spreads every bit over all. */
    public static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
