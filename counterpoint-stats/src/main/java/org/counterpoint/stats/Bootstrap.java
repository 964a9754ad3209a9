package org.counterpoint.stats;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The bootstrap over independent units, mostly instructions (Efron and Tibshirani, 1993). Seeded: the same values give
 * the same interval.
 *
 * @param resamples how many samples are drawn with replacement
 * @param level such as 0.95
 */
public record Bootstrap(int resamples, double level, long seed) {
    public Bootstrap {
        if (resamples < 100) {
            throw new IllegalArgumentException("at least 100 resamples, not " + resamples);
        }
    }

    /** 5,000 resamples at the 95 % level: the ends move by less than a hundredth of the width from seed to seed. */
    public static Bootstrap seeded(long seed) {
        return new Bootstrap(5000, 0.95, seed);
    }

    /** The mean, with a bias-corrected and accelerated (BCa) interval of smoothed resamples. */
    public Estimate mean(double[] values) {
        double mean = Sample.mean(values);
        double[] means = new Resampler(seed).sortedMeans(values, resamples);
        Interval interval = accelerated(means, mean, acceleration(values, mean));
        return new Estimate(mean, Sample.standardError(values), interval, values.length);
    }

    /** The mean of first minus second, unit by unit: BCa over the differences. */
    public Estimate pairedDifference(double[] first, double[] second) {
        return mean(Sample.differences(first, second));
    }

    /**
     * Any statistic of a sample of units, with a percentile interval.
     *
     * @param statistic computes it from the indices of the drawn units, each from 0 to {@code units} - 1; the array is
     *     used again for the next draw. A value that is not a number (a statistic that a sample does not have) is left
     *     out
     */
    public Estimate statistic(int units, ToDoubleFunction<int[]> statistic) {
        return statistics(units, drawn -> new double[] {statistic.applyAsDouble(drawn)})
                .get(0);
    }

    /** As {@link #statistic}, for several statistics that are computed at once: all of them from the same samples. */
    public List<Estimate> statistics(int units, Function<int[], double[]> statistics) {
        int[] drawn = new int[units];
        Arrays.setAll(drawn, i -> i);
        double[] values = statistics.apply(drawn);
        Resampler resampler = new Resampler(seed);
        double[][] resampled = new double[resamples][];
        for (int r = 0; r < resamples; r++) {
            resampler.draw(drawn);
            resampled[r] = statistics.apply(drawn);
        }
        return IntStream.range(0, values.length)
                .mapToObj(k -> percentiles(values[k], Arrays.stream(resampled).mapToDouble(all -> all[k]), units))
                .toList();
    }

    private Estimate percentiles(double value, DoubleStream resampled, int units) {
        double[] sorted = resampled.filter(one -> !Double.isNaN(one)).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no resample has this statistic");
        }
        Interval interval = new Interval(
                Quantiles.of(sorted, (1 - level) / 2),
                Quantiles.of(sorted, (1 + level) / 2),
                level,
                "percentile bootstrap, " + resamples + " resamples");
        return new Estimate(value, Math.sqrt(Sample.variance(sorted)), interval, units);
    }

    /** Efron's BCa ends: the percentiles moved by the bias and skewness of the resampled means. */
    private Interval accelerated(double[] sorted, double value, double acceleration) {
        String method = "BCa bootstrap, " + resamples + " resamples";
        double bias = Normal.quantile(Quantiles.shareBelow(sorted, value));
        if (sorted[0] == sorted[sorted.length - 1] || Double.isInfinite(bias)) {
            return new Interval(sorted[0], sorted[sorted.length - 1], level, method);
        }
        double reach = Normal.reach(level);
        double low = Quantiles.of(sorted, moved(bias, -reach, acceleration));
        double high = Quantiles.of(sorted, moved(bias, reach, acceleration));
        return new Interval(low, high, level, method);
    }

    private static double moved(double bias, double z, double acceleration) {
        return Normal.cumulative(bias + (bias + z) / (1 - acceleration * (bias + z)));
    }

    private static double acceleration(double[] values, double mean) {
        double squares = 0;
        double cubes = 0;
        for (double value : values) {
            double off = value - mean;
            squares += off * off;
            cubes += off * off * off;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }
}
