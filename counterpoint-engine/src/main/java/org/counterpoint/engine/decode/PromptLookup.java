package org.counterpoint.engine.decode;

import java.util.Arrays;

/**
 * Guesses what follows a row: what followed the longest earlier piece of it that is the same as its end (prompt lookup decoding, Saxena
 * 2023). A guess is checked by the model, so it costs time where it is wrong, and never changes an answer. How often guesses
 * came true, by how many tokens agreed, says how many are worth their columns.
 */
final class PromptLookup {
    /** More tokens that agree say no more than so many. */
    private static final int MOST = 16;
    /** What the newest guess changes an estimate by. */
    private static final double WEIGHT = 0.15;

    private static final int NOWHERE = -1;

    /** Where in the row the guess of its next token is. */
    private int place = NOWHERE;
    /** Tokens before that place which are the row's last ones. */
    private int agreeing;
    /** The share of guesses that came true, by the tokens that agreed. */
    private final double[] right = new double[MOST + 1];

    /** @param row of which the first {@code length} tokens are there */
    PromptLookup(int[] row, int length) {
        Arrays.setAll(right, same -> same / (same + 3.0));
        search(row, length);
    }

    /** Takes note of what followed: the last of the row's {@code length} tokens. */
    void follow(int[] row, int length) {
        boolean followed = place != NOWHERE && row[place] == row[length - 1];
        if (place != NOWHERE) {
            int kind = Math.min(agreeing, MOST);
            right[kind] += WEIGHT * ((followed ? 1 : 0) - right[kind]);
        }
        if (followed) {
            place++;
            agreeing++;
        } else {
            search(row, length);
        }
    }

    /** The last of the places before which most tokens are the row's last ones. */
    private void search(int[] row, int length) {
        place = NOWHERE;
        agreeing = 0;
        for (int end = length - 1; end > agreeing; end--) {
            int same = agreeing(row, length, end);
            if (same > agreeing) {
                place = end;
                agreeing = same;
            }
        }
    }

    private static int agreeing(int[] row, int length, int end) {
        int same = 0;
        while (same < MOST && same < end && row[end - 1 - same] == row[length - 1 - same]) {
            same++;
        }
        return same;
    }

    /** Guesses of the tokens after the row's {@code length}, as many as are worth their time, {@code most} at most. */
    int[] guess(int[] row, int length, int most, PassTimes times) {
        if (place == NOWHERE) {
            return new int[0];
        }
        int best = 0;
        double bestRate = 1 / times.of(1);
        double reached = 1;
        double made = 1;
        for (int count = 1; count <= most; count++) {
            reached *= right[Math.min(agreeing + count - 1, MOST)];
            made += reached;
            double rate = made / times.of(1 + count);
            if (rate > bestRate) {
                best = count;
                bestRate = rate;
            }
        }
        int[] guesses = new int[best];
        for (int i = 0; i < best; i++) {
            guesses[i] = place + i < length ? row[place + i] : guesses[place + i - length];
        }
        return guesses;
    }
}
