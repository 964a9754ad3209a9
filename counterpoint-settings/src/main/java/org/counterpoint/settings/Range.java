package org.counterpoint.settings;

/**
 * An interval of numbers.
 *
 * @param low the least value
 * @param lowOpen whether {@code low} itself is excluded
 * @param high the largest value, which may be infinite
 * @param highOpen whether {@code high} itself is excluded
 */
public record Range(double low, boolean lowOpen, double high, boolean highOpen) {

    public static Range above(double low) {
        return new Range(low, true, Double.POSITIVE_INFINITY, true);
    }

    public static Range atLeast(double low) {
        return new Range(low, false, Double.POSITIVE_INFINITY, true);
    }

    /** Both ends in it. */
    public static Range between(double low, double high) {
        return new Range(low, false, high, false);
    }

    /** The upper end in it, the lower one not. */
    public static Range aboveTo(double low, double high) {
        return new Range(low, true, high, false);
    }

    /** The lower end in it, the upper one not. */
    public static Range below(double low, double high) {
        return new Range(low, false, high, true);
    }

    /** Whether the value may be used. */
    public boolean accepts(double value) {
        return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
    }

    /** In words, such as "above 0", "from 0 to 1" or "at least 0 and below 0.5". */
    public String words() {
        if (!lowOpen && !highOpen) {
            return "from " + plain(low) + " to " + plain(high);
        }
        String from = (lowOpen ? "above " : "at least ") + plain(low);
        return high == Double.POSITIVE_INFINITY
                ? from
                : from + (highOpen ? " and below " : " and at most ") + plain(high);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
