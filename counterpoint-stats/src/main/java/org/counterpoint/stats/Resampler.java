package org.counterpoint.stats;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Draws with replacement. The same seed gives the same draws on every machine and JDK. */
final class Resampler {
    private final UniformRandomProvider random;

    Resampler(long seed) {
        random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    }

    /** The means of resamples of the values, in ascending order. */
    double[] sortedMeans(double[] values, int resamples) {
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            means[r] = sum(values) / values.length;
        }
        Arrays.sort(means);
        return means;
    }

    /** Fills {@code units} with draws from 0 to its length, exclusive. */
    void draw(int[] units) {
        for (int i = 0; i < units.length; i++) {
            units[i] = random.nextInt(units.length);
        }
    }

    private double sum(double[] values) {
        int n = values.length;
        double sum = 0;
        // Two draws from each 64 bits, scaled by multiplication: off from uniform by at most n / 2^32.
        for (int i = 1; i < n; i += 2) {
            long bits = random.nextLong();
            sum += values[(int) (((bits >>> 32) * n) >>> 32)];
            sum += values[(int) (((bits & 0xffffffffL) * n) >>> 32)];
        }
        return (n & 1) == 0 ? sum : sum + values[random.nextInt(n)];
    }
}
