package org.counterpoint.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Intervals that claim 95 % cover the truth about as often. The full tables: {@code docs/statistics.md}. */
class CoverageTest {

    /** Of wins and losses the coverage is a sum over how many wins there can be: nothing is left to chance. */
    @ParameterizedTest
    @CsvSource({"200, 0.1", "200, 0.24", "200, 0.5", "200, 0.88", "400, 0.3", "500, 0.12", "500, 0.5"})
    void winRatesAreCoveredAsClaimed(int n, double rate) {
        assertThat(coverage(n, rate)).isBetween(0.935, 0.965);
    }

    @Test
    void fewInstructionsOrExtremeRatesAreNotOverclaimed() {
        for (int n : new int[] {20, 100}) {
            double sum = 0;
            for (double rate = 0.021; rate <= 0.98; rate += 0.02) {
                sum += coverage(n, rate) / 48;
            }
            assertThat(sum).as("mean over rates, n %d", n).isBetween(0.94, 0.97);
        }
    }

    @Test
    void fewSeedsAreNotOverclaimed() {
        int covered = 0;
        for (int simulation = 0; simulation < 1000; simulation++) {
            UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(0x5eedL + simulation);
            double[][] scores = new double[3][60];
            double[] ofInstruction = new double[60];
            for (int i = 0; i < 60; i++) {
                ofInstruction[i] = random.nextDouble() - 0.5;
            }
            for (double[] seed : scores) {
                double ofSeed = (random.nextDouble() - 0.5) * 0.2;
                for (int i = 0; i < 60; i++) {
                    seed[i] = ofSeed + ofInstruction[i] + random.nextDouble() - 0.5;
                }
            }
            covered += TwoLevel.mean(scores, 0.95).interval().contains(0) ? 1 : 0;
        }
        assertThat(covered).isBetween(925, 985);
    }

    private static double coverage(int n, double rate) {
        BinomialDistribution wins = BinomialDistribution.of(n, rate);
        return IntStream.rangeClosed(0, n)
                .filter(won -> wins.probability(won) > 1e-7)
                .filter(won -> WinRate.of(scores(n, won), won).interval().contains(rate))
                .mapToDouble(wins::probability)
                .sum();
    }

    private static double[] scores(int n, int wins) {
        double[] scores = new double[n];
        Arrays.fill(scores, 0, wins, 1);
        return scores;
    }
}
