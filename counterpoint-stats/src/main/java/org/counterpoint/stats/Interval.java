package org.counterpoint.stats;

/**
 * Where a value plausibly lies.
 *
 * @param level the share of such intervals that is to cover the truth, such as 0.95
 * @param method how it was computed, as it is printed beside the numbers
 */
public record Interval(double low, double high, double level, String method) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("an interval from " + low + " to " + high);
        }
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
