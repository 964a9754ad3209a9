package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
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
            counts[
                    TokenDraw.draw(LOGITS, new Sampling(1, 0, 1), random.nextDouble())
                            .token()]++;
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

    /** Two blocks of tokens and some more, of which a few weigh anything. */
    @Test
    void onlyTokensThatWeighSomethingAreDrawnWhereverTheyStand() {
        float[] logits = new float[2500];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        logits[700] = (float) Math.log(0.25);
        logits[1023] = (float) Math.log(0.25);
        logits[1024] = (float) Math.log(0.375);
        logits[2047] = (float) Math.log(0.125);
        Sampling sampling = new Sampling(1, 0, 1);
        double[] places = {0, 0.2499, 0.2501, 0.4999, 0.5001, 0.8749, 0.8751, Math.nextDown(1.0)};
        assertThat(Arrays.stream(places)
                        .mapToInt(
                                place -> TokenDraw.draw(logits, sampling, place).token())
                        .toArray())
                .containsExactly(700, 700, 1023, 1023, 1024, 1024, 2047, 2047);
        assertThat(TokenDraw.draw(logits, sampling, 0.6).logProbability()).isCloseTo(Math.log(0.375), within(1e-6));
    }

    @Test
    void extremeTemperaturesAreTheLikeliestAndAnyToken() {
        assertThat(TokenDraw.draw(LOGITS, new Sampling(1e-300, 0, 1), 0.999).token())
                .isEqualTo(1);
        Sampling flat = new Sampling(1e300, 0, 1);
        assertThat(IntStream.range(0, 4)
                        .map(i -> TokenDraw.draw(LOGITS, flat, i / 4.0).token())
                        .toArray())
                .containsExactly(0, 1, 2, 3);
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

    /** Leaving out what is far too unlikely before sorting changes nothing. */
    @Test
    void aLargeVocabularyIsDrawnFromAsIfSortedWhole() {
        SplittableRandom random = new SplittableRandom(7);
        for (double spread : new double[] {0.5, 3, 12}) {
            float[] logits = new float[3000];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (spread * random.nextGaussian());
            }
            for (Sampling sampling : List.of(
                    new Sampling(1, 0, 0.9),
                    new Sampling(0.7, 0, 0.999999),
                    new Sampling(1, 50, 1),
                    new Sampling(1.5, 40, 0.8),
                    new Sampling(1, 2999, 0.5))) {
                Set<Integer> expected = sortedWhole(logits, sampling);
                for (int i = 0; i < 200; i++) {
                    assertThat(expected)
                            .contains(
                                    TokenDraw.draw(logits, sampling, i / 200.0).token());
                }
                // The least likely that is kept has the end of the unit interval.
                assertThat(TokenDraw.draw(logits, sampling, Math.nextDown(1.0)).token())
                        .isEqualTo(List.copyOf(expected).get(expected.size() - 1));
            }
        }
    }

    /** What may be drawn, the likeliest first. */
    private static Set<Integer> sortedWhole(float[] logits, Sampling sampling) {
        List<Integer> order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -logits[i]).thenComparing(i -> i))
                .limit(sampling.topK() == 0 ? logits.length : sampling.topK())
                .toList();
        double top = logits[order.get(0)];
        double mass = order.stream()
                .mapToDouble(i -> Math.exp((logits[i] - top) / sampling.temperature()))
                .sum();
        Set<Integer> kept = new LinkedHashSet<>();
        double held = 0;
        for (int i : order) {
            if (held >= sampling.topP() * mass && !kept.isEmpty()) {
                break;
            }
            kept.add(i);
            held += Math.exp((logits[i] - top) / sampling.temperature());
        }
        return kept;
    }

    private static Set<Integer> drawn(Sampling sampling) {
        Set<Integer> tokens = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            tokens.add(TokenDraw.draw(LOGITS, sampling, i / 1000.0).token());
        }
        return tokens;
    }
}
