package org.counterpoint.app.demo;

import java.util.Locale;

/**
 * A share with its 95 % interval (Wilson 1927): right also near 0 and 1, where the usual one is not.
 *
 * @param right how many of {@code total} were right
 */
record Interval(int right, int total) {

    private static final double Z = 1.959963984540054;

    double share() {
        return (double) right / total;
    }

    double low() {
        return Math.max(0, centre() - halfWidth());
    }

    double high() {
        return Math.min(1, centre() + halfWidth());
    }

    private double centre() {
        return (share() + Z * Z / (2.0 * total)) / (1 + Z * Z / total);
    }

    private double halfWidth() {
        double p = share();
        return Z * Math.sqrt(p * (1 - p) / total + Z * Z / (4.0 * total * total)) / (1 + Z * Z / total);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%5.1f %%  (%.1f to %.1f)", 100 * share(), 100 * low(), 100 * high());
    }
}
