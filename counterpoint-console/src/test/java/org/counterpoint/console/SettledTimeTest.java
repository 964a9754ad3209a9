package org.counterpoint.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SettledTimeTest {

    /** Guesses of 7 and 16 minutes by turns: what is shown moves by less than a fifth from second to second. */
    @Test
    void guessesThatJumpToAndFroAreEvenedOut() {
        SettledTime settled = new SettledTime();
        double before = settled.settle(420, 0);
        for (int second = 5; second < 60; second += 5) {
            double now = settled.settle(second % 10 == 0 ? 420 : 960, second);
            assertThat(now).isBetween(0.8 * before, 1.2 * before);
            before = now;
        }
    }

    @Test
    void aRightGuessCountsDown() {
        SettledTime settled = new SettledTime();
        for (int second = 0; second <= 100; second++) {
            assertThat(settled.settle(100 - second, second)).isCloseTo(100 - second, within(1e-9));
        }
    }

    @Test
    void aChangeThatStaysIsFollowed() {
        SettledTime settled = new SettledTime();
        settled.settle(60, 0);
        double shown = 0;
        for (int second = 1; second <= 200; second++) {
            shown = settled.settle(1000 - second, second);
        }
        assertThat(shown).isCloseTo(800, within(150.0));
    }

    @Test
    void whereNobodyKnowsItGoesOnAsBefore() {
        SettledTime settled = new SettledTime();
        assertThat(settled.settle(Double.NaN, 0)).isNaN();
        settled.settle(50, 1);
        assertThat(settled.settle(Double.NaN, 11)).isEqualTo(40);
    }
}
