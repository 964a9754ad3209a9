package org.counterpoint.train.objective;

import java.util.List;

/** A setting of a method: its name and what it may be. */
public sealed interface Parameter {
    String name();

    /** The value where the user gives none: a {@link Double} or a {@link String}. */
    Object defaultValue();

    /**
     * A finite number.
     *
     * @param low the least value
     * @param lowOpen whether {@code low} itself is excluded
     * @param high the largest value
     * @param highOpen whether {@code high} itself is excluded
     */
    record Number(String name, Double defaultValue, double low, boolean lowOpen, double high, boolean highOpen)
            implements Parameter {
        /** Whether the value may be used. */
        public boolean accepts(double value) {
            return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
        }

        /** The range in words, such as "above 0" or "at least 0 and below 0.5". */
        public String range() {
            String from = (lowOpen ? "above " : "at least ") + plain(low);
            return high == Double.POSITIVE_INFINITY
                    ? from
                    : from + (highOpen ? " and below " : " and at most ") + plain(high);
        }

        private static String plain(double value) {
            return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        }
    }

    /** One of a few words, the first being the default. */
    record Choice(String name, List<String> values) implements Parameter {
        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public String defaultValue() {
            return values.get(0);
        }
    }

    static Parameter positive(String name, double defaultValue) {
        return new Number(name, defaultValue, 0, true, Double.POSITIVE_INFINITY, true);
    }

    static Parameter atLeastZero(String name, double defaultValue) {
        return new Number(name, defaultValue, 0, false, Double.POSITIVE_INFINITY, true);
    }

    static Parameter labelSmoothing(double defaultValue) {
        return new Number("label_smoothing", defaultValue, 0, false, 0.5, true);
    }

    static Parameter choice(String name, List<String> values) {
        return new Choice(name, values);
    }
}
