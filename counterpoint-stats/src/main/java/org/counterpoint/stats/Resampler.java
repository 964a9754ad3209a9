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

    /**
     * The means of resamples of the values, in ascending order. Scores of 0, 0.5 and 1 have means on a lattice, on which
     * percentiles fall now too far out, now too far in: each mean is spread evenly over its place in the lattice (a
     * smoothed bootstrap). Beside the standard error that is nothing: half a score in all.
     */
    double[] sortedMeans(double[] values, int resamples) {
        double step = smallestStep(values) / values.length;
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            means[r] = sum(values) / values.length + (random.nextDouble() - 0.5) * step;
        }
        Arrays.sort(means);
        return means;
    }

    private static double smallestStep(double[] values) {
        double[] distinct = Arrays.stream(values).sorted().distinct().toArray();
        double smallest = distinct[distinct.length - 1] - distinct[0];
        for (int i = 1; i < distinct.length; i++) {
            smallest = Math.min(smallest, distinct[i] - distinct[i - 1]);
        }
        return smallest;
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
