package org.counterpoint.stats;

/** The logistic function and its logarithm, without overflow. */
final class Sigmoid {
    private Sigmoid() {}

    static double of(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    /** log(1 + exp(x)), that is, -log of the sigmoid of -x. */
    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
