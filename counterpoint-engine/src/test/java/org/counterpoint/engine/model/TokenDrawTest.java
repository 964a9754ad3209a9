package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;

class TokenDrawTest {
    /** Probabilities 0.5, 0.25, 0.125, 0.125 at temperature 1. */
    private static final float[] LOGITS = {
        (float) Math.log(0.125), (float) Math.log(0.5), (float) Math.log(0.25), (float) Math.log(0.125)
    };

    @Test
    void drawsInProportion() {
        int[] counts = new int[4];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 40_000; i++) {
            counts[TokenDraw.draw(LOGITS, new Sampling(1, 0, 1), random.nextDouble())]++;
        }
        assertThat(counts[0] / 40_000.0).isCloseTo(0.125, within(0.01));
        assertThat(counts[1] / 40_000.0).isCloseTo(0.5, within(0.01));
        assertThat(counts[2] / 40_000.0).isCloseTo(0.25, within(0.01));
    }

    @Test
    void topKKeepsTheLikeliestAndTheSmallerIndexAmongEquals() {
        assertThat(drawn(new Sampling(1, 1, 1))).containsExactly(1);
        assertThat(drawn(new Sampling(1, 2, 1))).containsExactly(1, 2);
        assertThat(drawn(new Sampling(1, 3, 1))).containsExactly(0, 1, 2);
        assertThat(drawn(new Sampling(1, 99, 1))).containsExactly(0, 1, 2, 3);
    }

    @Test
    void topPKeepsTheFewestThatHoldTheMass() {
        assertThat(drawn(new Sampling(1, 0, 0.4))).containsExactly(1);
        assertThat(drawn(new Sampling(1, 0, 0.6))).containsExactly(1, 2);
        assertThat(drawn(new Sampling(1, 0, 0.8))).containsExactly(0, 1, 2);
        assertThat(drawn(new Sampling(1, 0, 1))).containsExactly(0, 1, 2, 3);
    }

    @Test
    void topPCountsTheMassThatTopKLeft() {
        // Of 0.5 and 0.25, the first alone holds two thirds.
        assertThat(drawn(new Sampling(1, 2, 0.6))).containsExactly(1);
        assertThat(drawn(new Sampling(1, 2, 0.7))).containsExactly(1, 2);
    }

    @Test
    void aLowTemperatureSharpens() {
        assertThat(drawn(new Sampling(0.05, 0, 0.999))).containsExactly(1);
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new Sampling(-1, 0, 1))
                .isInstanceOf(ModelException.class)
                .hasMessage("temperature is -1.0: give 0 (greedy) or a positive number");
        assertThatThrownBy(() -> new Sampling(1, -2, 1))
                .isInstanceOf(ModelException.class)
                .hasMessage("top-k is -2: give 0 (all tokens) or a positive number");
        assertThatThrownBy(() -> new Sampling(1, 0, 0))
                .isInstanceOf(ModelException.class)
                .hasMessage("top-p is 0.0: give a number above 0 and at most 1");
    }

    private static Set<Integer> drawn(Sampling sampling) {
        Set<Integer> tokens = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            tokens.add(TokenDraw.draw(LOGITS, sampling, i / 1000.0));
        }
        return tokens;
    }
}
