package org.counterpoint.data.rows;

import org.jspecify.annotations.Nullable;

/**
 * Keys of earlier rows, so that the same ones need not be made again for each. A table of few places: of two keys that
 * fall on one place the later stays. For one thread.
 */
final class KnownNames {
    private static final int PLACES = 64;
    private static final int LONGEST = 32;

    private final @Nullable String[] names = new String[PLACES];

    /** The key that stands at a place, a quote after it; null where it is none of these. */
    @Nullable
    String find(byte[] bytes, int from, int end) {
        if (from >= end) {
            return null;
        }
        int quote = from;
        int most = Math.min(end, from + LONGEST + 1);
        while (quote < most && bytes[quote] != '"') {
            quote++;
        }
        String name = quote < most && quote > from ? names[place(bytes[from], bytes[quote - 1], quote - from)] : null;
        return name != null && stands(name, bytes, from, quote - from) ? name : null;
    }

    private static boolean stands(String name, byte[] bytes, int from, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Keeps a key.
     *
     * @param written how many bytes it takes in JSON; one that takes others than its characters is not kept
     */
    void add(String name, int written) {
        if (written == name.length() && written > 0 && written <= LONGEST) {
            names[place(name.charAt(0), name.charAt(written - 1), written)] = name;
        }
    }

    private static int place(int first, int last, int length) {
        return (first * 31 + last * 7 + length) & (PLACES - 1);
    }
}
