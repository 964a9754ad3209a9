package org.counterpoint.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PromptLookupTest {
    /** A pass takes as long whatever its columns. */
    private static final PassTimes FREE = new PassTimes(8);

    private static PassTimes times(long... nanos) {
        PassTimes times = new PassTimes(8);
        for (int i = 0; i < nanos.length; i++) {
            times.add(i + 1, nanos[i]);
        }
        return times;
    }

    private static int[] guess(int most, PassTimes times, int... row) {
        return new PromptLookup(row, row.length).guess(row, row.length, most, times);
    }

    @Test
    void whatFollowedTheSameTokensIsGuessed() {
        assertThat(guess(3, FREE, 1, 2, 3, 4, 5, 1, 2)).containsExactly(3, 4, 5);
    }

    @Test
    void ofTwoPlacesTheOneWithMoreTokensAlikeAndElseTheLast() {
        assertThat(guess(1, FREE, 9, 1, 2, 3, 7, 1, 2, 4, 9, 1, 2)).containsExactly(3);
        assertThat(guess(1, FREE, 8, 1, 2, 3, 7, 1, 2, 4, 9, 1, 2)).containsExactly(4);
    }

    @Test
    void aRepetitionGoesOnPastTheEnd() {
        assertThat(guess(5, FREE, 1, 2, 1, 2)).containsExactly(1, 2, 1, 2, 1);
        assertThat(guess(3, FREE, 6, 6, 6)).containsExactly(6, 6, 6);
    }

    @Test
    void whatWasNotSaidBeforeIsNotGuessed() {
        assertThat(guess(3, FREE, 1, 2, 3, 4)).isEmpty();
        assertThat(guess(3, FREE, 1)).isEmpty();
    }

    @Test
    void columnsThatCostMoreThanTheyBringAreNotGuessed() {
        // While nothing is known, two tokens alike come true at 2 of 5 places and three at 3 of 6: 1.4 tokens of two
        // columns, 1.6 of three.
        assertThat(guess(2, times(100, 130, 170), 1, 2, 3, 4, 5, 1, 2)).containsExactly(3);
        assertThat(guess(2, times(100, 150, 170), 1, 2, 3, 4, 5, 1, 2)).isEmpty();
    }

    @Test
    void guessesThatCameTrueMakeMoreOfThemWorthTheirTime() {
        int[] row = new int[400];
        for (int i = 0; i < row.length; i++) {
            row[i] = i % 7;
        }
        PassTimes times = times(100, 160, 230);
        PromptLookup lookup = new PromptLookup(row, 9);
        assertThat(lookup.guess(row, 9, 2, times)).isEmpty();
        for (int length = 10; length <= row.length; length++) {
            lookup.follow(row, length);
        }
        assertThat(lookup.guess(row, row.length, 2, times)).containsExactly(row.length % 7, (row.length + 1) % 7);
    }

    @Test
    void whatTookLongOnceIsTriedAgain() {
        PassTimes times = times(100, 1000);
        for (int i = 0; i < 15_000; i++) {
            times.add(1, 100);
        }
        assertThat(times.of(1)).isCloseTo(100, within(1e-9));
        assertThat(times.of(2)).isLessThan(100);
    }

    @Test
    void whatWasNotSeenLiesBetweenWhatWas() {
        PassTimes times = new PassTimes(4);
        assertThat(times.of(3)).isEqualTo(times.of(1));
        times.add(4, 400);
        assertThat(times.of(1)).isEqualTo(400);
        times.add(1, 100);
        assertThat(times.of(2)).isCloseTo(200, within(0.1));
        assertThat(times.of(4)).isCloseTo(400, within(0.1));
    }
}
