package org.counterpoint.report.training;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines of a {@code metrics.jsonl} put into columns as they come. Not safe for several threads. */
public final class MetricColumns {
    private static final int FIRST_LENGTH = 256;
    /** More than any run has; what is beyond is left out. */
    private static final int MOST = 4096;

    private final Map<String, double[]> columns = new LinkedHashMap<>();
    private int lines;

    /** Whether the line is an object of JSON; else it is left out. */
    public boolean take(String line) {
        JsonNode values;
        try {
            values = JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            return false;
        }
        if (!values.isObject()) {
            return false;
        }
        for (var entry : values.properties()) {
            if (entry.getValue().isNumber()) {
                put(entry.getKey(), entry.getValue().asDouble());
            }
        }
        lines++;
        return true;
    }

    private void put(String name, double value) {
        double[] column = columns.getOrDefault(name, new double[0]);
        if (column.length == 0 && columns.size() >= MOST) {
            return;
        }
        if (column.length <= lines) {
            column = grown(column, Math.max(FIRST_LENGTH, 2 * lines));
            columns.put(name, column);
        }
        column[lines] = value;
    }

    /** How many steps and evaluations there are. */
    public int lines() {
        return lines;
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(columns.keySet());
    }

    /** Line by line; not a number where a line lacks the metric, and nothing but that where all lack it. */
    public double[] column(String name) {
        return grown(columns.getOrDefault(name, new double[0]), lines);
    }

    private static double[] grown(double[] column, int length) {
        double[] grown = Arrays.copyOf(column, length);
        if (length > column.length) {
            Arrays.fill(grown, column.length, length, Double.NaN);
        }
        return grown;
    }
}
