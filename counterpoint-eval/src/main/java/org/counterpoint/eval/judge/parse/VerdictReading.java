package org.counterpoint.eval.judge.parse;

import java.util.Map;

/** What was read from a judge's answer. */
public sealed interface VerdictReading {

    /**
     * A choice between the two answers as they were shown.
     *
     * @param value 1: the first shown is better, 2: the second shown, 1.5: neither; between them for weighted verdicts
     * @param scores what it rests on, by name; empty where the judge gives only the choice
     */
    record Preference(double value, Map<String, Double> scores) implements VerdictReading {
        public Preference {
            if (!(value >= 1 && value <= 2)) {
                throw new IllegalArgumentException("a preference of " + value);
            }
            scores = Map.copyOf(scores);
        }

        static Preference between(double first, double second) {
            double value = first > second ? 1 : first < second ? 2 : 1.5;
            return new Preference(value, Map.of("output_1", first, "output_2", second));
        }
    }

    /** A grade of the one answer that was shown; higher is better. */
    record Rating(double value) implements VerdictReading {}

    /** Nothing, or nothing certain. */
    record Unreadable(String why) implements VerdictReading {}
}
