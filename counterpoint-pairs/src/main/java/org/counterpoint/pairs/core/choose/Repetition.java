package org.counterpoint.pairs.core.choose;

import java.util.HashSet;
import java.util.Set;
import org.counterpoint.pairs.core.text.Hashing;

/** How much of a text stands in it already before: what a model that has got stuck writes. */
final class Repetition {
    /** From this share on a text counts as repeated. */
    static final double MUCH = 0.5;

    /** Shorter runs return in every text, and in lists and tables more than once. */
    private static final int RUN = 40;

    private static final int SHORTEST = 200;
    /** Places made at once for the runs of a text. */
    private static final int MOST_ROOM = 1 << 14;

    private Repetition() {}

    /**
     * The share, 0 to 1, of the characters that are in a run of 40 which the text had before; 0 of a text of fewer than
     * 200.
     */
    static double share(String text) {
        if (text.length() < SHORTEST) {
            return 0;
        }
        long hash = 0;
        long power = 1;
        for (int i = 1; i < RUN; i++) {
            power *= 31;
        }
        Set<Long> seen = new HashSet<>(Math.min(MOST_ROOM, 2 * text.length()));
        int covered = 0;
        int end = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
            if (i < RUN - 1) {
                continue;
            }
            if (!seen.add(Hashing.mix(hash))) {
                covered += i + 1 - Math.max(end, i + 1 - RUN);
                end = i + 1;
            }
            hash -= power * text.charAt(i - RUN + 1);
        }
        return (double) covered / text.length();
    }
}
