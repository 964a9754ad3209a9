package org.counterpoint.stats;

/** Cohen's kappa: agreement of two judges beyond what chance would give. */
public final class Kappa {
    private Kappa() {}

    /**
     * With the large-sample interval of Fleiss, Cohen and Everitt (1969). Where both judges always agree that interval
     * has no width; then the agreement's Wilson interval takes its place, the chance agreement held fixed.
     *
     * @param counts square: {@code counts[i][j]} cases in which the first judge said i and the second said j
     * @return not a number, in [-1, 1], where both judges only ever said the same one thing: chance explains all
     */
    public static Estimate cohen(long[][] counts, double level) {
        int k = counts.length;
        double[] rows = new double[k];
        double[] columns = new double[k];
        long n = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                rows[i] += counts[i][j];
                columns[j] += counts[i][j];
                n += counts[i][j];
            }
        }
        if (n == 0) {
            throw new IllegalArgumentException("no cases");
        }
        double agreed = 0;
        double byChance = 0;
        for (int i = 0; i < k; i++) {
            rows[i] /= n;
            columns[i] /= n;
            agreed += (double) counts[i][i] / n;
            byChance += rows[i] * columns[i];
        }
        int cases = Math.toIntExact(n);
        if (byChance == 1) {
            return new Estimate(Double.NaN, Double.NaN, new Interval(-1, 1, level, "undefined: one category"), cases);
        }
        double kappa = (agreed - byChance) / (1 - byChance);
        double error = Math.sqrt(Math.max(0, variance(counts, n, rows, columns, agreed, byChance)));
        Interval interval = error == 0
                ? fromAgreement(agreed, byChance, n, level)
                : clipped(kappa, Normal.reach(level) * error, level);
        return new Estimate(kappa, error, interval, cases);
    }

    private static double variance(
            long[][] counts, long n, double[] rows, double[] columns, double agreed, double byChance) {
        double on = 0;
        double off = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                double share = (double) counts[i][j] / n;
                if (i == j) {
                    on += share * Math.pow(1 - byChance - (rows[i] + columns[i]) * (1 - agreed), 2);
                } else {
                    off += share * Math.pow(columns[i] + rows[j], 2);
                }
            }
        }
        double shift = agreed * byChance - 2 * byChance + agreed;
        return (on + Math.pow(1 - agreed, 2) * off - shift * shift) / (n * Math.pow(1 - byChance, 4));
    }

    private static Interval clipped(double kappa, double reach, double level) {
        return new Interval(
                Math.max(-1, kappa - reach), Math.min(1, kappa + reach), level, "Fleiss-Cohen-Everitt, normal");
    }

    private static Interval fromAgreement(double agreed, double byChance, long n, double level) {
        Interval share = Proportions.wilson(agreed * n, (double) n, level);
        double low = (share.low() - byChance) / (1 - byChance);
        double high = (share.high() - byChance) / (1 - byChance);
        return new Interval(Math.max(-1, low), Math.min(1, high), level, "Wilson of the agreement");
    }
}
