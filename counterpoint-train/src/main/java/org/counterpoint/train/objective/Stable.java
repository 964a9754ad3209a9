package org.counterpoint.train.objective;

/** Elementary functions that neither overflow nor cancel. */
final class Stable {
    private static final double LN_2 = Math.log(2);

    private Stable() {}

    /** 1 / (1 + exp(-x)). */
    static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }

    /** log(sigmoid(x)). */
    static double logSigmoid(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** log(1 - exp(x)) for x below 0 (Maechler, "Accurately computing log(1 - exp(-|a|))"). */
    static double log1mexp(double x) {
        return x > -LN_2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
    }
}
