package org.counterpoint.train.step;

/** Which way a number is better. */
public enum Better {
    SMALLER {
        @Override
        public boolean than(double value, double other) {
            return value < other;
        }
    },
    LARGER {
        @Override
        public boolean than(double value, double other) {
            return value > other;
        }
    };

    /** Whether the value is better than the other; never where they are equal, or one is no number. */
    public abstract boolean than(double value, double other);
}
