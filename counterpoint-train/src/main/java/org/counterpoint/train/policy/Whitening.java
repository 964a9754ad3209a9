package org.counterpoint.train.policy;

import java.util.List;

/** To variance 1 over all response tokens of a step: {@code (x - mean) / sqrt(var + 1e-8)}, var with n - 1. */
public final class Whitening {
    private static final double EPSILON = 1e-8;

    private Whitening() {}

    /**
     * @param byResponse one array a response
     * @param keepMean whether the mean is added again, as for rewards (arXiv 2403.17031, section 4)
     * @return arrays of the same lengths
     */
    public static List<double[]> of(List<double[]> byResponse, boolean keepMean) {
        long n = 0;
        double sum = 0;
        for (double[] values : byResponse) {
            for (double value : values) {
                sum += value;
                n++;
            }
        }
        double mean = sum / n;
        double squares = 0;
        for (double[] values : byResponse) {
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
        }
        double scale = 1 / Math.sqrt((n > 1 ? squares / (n - 1) : 0) + EPSILON);
        return byResponse.stream()
                .map(values -> {
                    double[] white = new double[values.length];
                    for (int t = 0; t < values.length; t++) {
                        white[t] = (values[t] - mean) * scale + (keepMean ? mean : 0);
                    }
                    return white;
                })
                .toList();
    }
}
