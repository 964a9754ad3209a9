package org.counterpoint.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedAucTest {

    @Test
    void itIsTheAreaOverBothOrdersOfEveryPair() {
        double[] differences = {5, -2, 3, 0, 2, -1};
        double[] reversed = {-5, 2, -3, 0, -2, 1};
        assertThat(PairedAuc.of(differences, 0.95).value())
                .isCloseTo(RankAuc.of(differences, reversed, 0.95).value(), within(1e-12));
    }

    @Test
    void aDifferenceThatTellsNothingIsAtAHalf() {
        assertThat(PairedAuc.of(new double[] {1, -1, 2, -2}, 0.95).value()).isEqualTo(0.5);
        assertThat(PairedAuc.of(new double[] {0, 0}, 0.95).value()).isEqualTo(0.5);
    }

    @Test
    void whatAlwaysPointsRightStillHasAnInterval() {
        Estimate estimate = PairedAuc.of(new double[] {1, 2, 3, 4}, 0.95);
        assertThat(estimate.value()).isEqualTo(1);
        assertThat(estimate.interval().low()).isBetween(0.3, 0.7);
    }

    /** Normal differences of mean m: two of them sum to more than 0 with probability Phi(m sqrt 2). */
    @Test
    void theIntervalCoversTheTruth() {
        Random random = new Random(1);
        double truth = Normal.cumulative(0.5 * Math.sqrt(2));
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            double[] sample = random.doubles(100).map(u -> 0).toArray();
            for (int i = 0; i < sample.length; i++) {
                sample[i] = 0.5 + random.nextGaussian();
            }
            covered += PairedAuc.of(sample, 0.95).interval().contains(truth) ? 1 : 0;
        }
        assertThat(covered).isBetween(930, 970);
    }

    @Test
    void pairsOfOneUnitAddNothingWhenTheyAreTheSame() {
        double[] once = {5, -2, 3, 1, 2, -1, 4};
        double[] twice = {5, 5, -2, -2, 3, 3, 1, 1, 2, 2, -1, -1, 4, 4};
        int[] units = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6};
        Estimate of = PairedAuc.of(twice, units, 0.95);
        assertThat(of.standardError()).isCloseTo(PairedAuc.of(once, 0.95).standardError(), within(1e-12));
        assertThat(of.n()).isEqualTo(7);
    }
}
