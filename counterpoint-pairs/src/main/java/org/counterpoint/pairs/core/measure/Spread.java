package org.counterpoint.pairs.core.measure;

import java.util.Arrays;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where values lie.
 *
 * @param n how many there are
 * @param values they themselves, rising: those of a sample
 */
public record Spread(int n, double[] values) {

    static Spread of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(sorted.length, sorted);
    }

    /** The value below which this share lies: between the two nearest, linearly; NaN where there is none. */
    public double quantile(double share) {
        if (n == 0) {
            return Double.NaN;
        }
        double at = share * (n - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(n - 1, below + 1);
        return values[below] + (at - below) * (values[above] - values[below]);
    }

    public double mean() {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("n", n);
        if (n > 0) {
            json.put("mean", mean())
                    .put("min", values[0])
                    .put("p10", quantile(0.1))
                    .put("p25", quantile(0.25));
            json.put("median", quantile(0.5)).put("p75", quantile(0.75)).put("p90", quantile(0.9));
            json.put("max", values[n - 1]);
        }
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spread that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return n + " values, median " + quantile(0.5);
    }
}
