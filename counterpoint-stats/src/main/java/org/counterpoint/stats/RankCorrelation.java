package org.counterpoint.stats;

import org.hipparchus.stat.correlation.KendallsCorrelation;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/** Do two measures order the same cases alike? From -1 to 1; not a number where one of them never varies. */
public final class RankCorrelation {
    private RankCorrelation() {}

    /** Kendall's tau-b, which allows for ties. */
    public static double kendall(double[] first, double[] second) {
        return new KendallsCorrelation().correlation(first, second);
    }

    /** Spearman's rho; ties share their mean rank. */
    public static double spearman(double[] first, double[] second) {
        return new SpearmansCorrelation().correlation(first, second);
    }
}
