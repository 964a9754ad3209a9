package org.counterpoint.report.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.counterpoint.data.InputException;

/** A run's {@code metrics.jsonl}, column by column. */
public final class Metrics {
    private final int lines;
    private final Map<String, double[]> columns;

    private Metrics(int lines, Map<String, double[]> columns) {
        this.lines = lines;
        this.columns = columns;
    }

    /**
     * A last line that a killed run left unfinished is left out.
     *
     * @throws InputException if the file cannot be opened, or a line before the last is not an object of JSON
     */
    public static Metrics read(Path file) {
        MetricColumns columns = new MetricColumns();
        // Decoded leniently: a torn line may end within a character.
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            while (line != null) {
                String next = in.readLine();
                if (!columns.take(line) && next != null) {
                    throw new InputException(
                            file + ":" + (columns.lines() + 1) + ": not an object of JSON; a run's metrics are"
                                    + " written by training alone, a line a step");
                }
                line = next;
            }
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage());
        }
        Map<String, double[]> read = new LinkedHashMap<>();
        columns.names().forEach(name -> read.put(name, columns.column(name)));
        return new Metrics(columns.lines(), read);
    }

    /** Line by line the mean over the runs that have the metric there. */
    static Metrics mean(List<Metrics> runs) {
        int lines = runs.stream().mapToInt(Metrics::lines).max().orElse(0);
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (Metrics run : runs) {
            run.columns.keySet().forEach(name -> columns.computeIfAbsent(name, key -> mean(runs, key, lines)));
        }
        return new Metrics(lines, columns);
    }

    private static double[] mean(List<Metrics> runs, String name, int lines) {
        double[] sums = new double[lines];
        int[] counts = new int[lines];
        for (Metrics run : runs) {
            double[] column = run.columns.getOrDefault(name, new double[0]);
            for (int i = 0; i < column.length; i++) {
                if (!Double.isNaN(column[i])) {
                    sums[i] += column[i];
                    counts[i]++;
                }
            }
        }
        double[] means = new double[lines];
        Arrays.setAll(means, i -> counts[i] == 0 ? Double.NaN : sums[i] / counts[i]);
        return means;
    }

    /** How many steps and evaluations there are. */
    public int lines() {
        return lines;
    }

    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    public boolean has(String name) {
        return columns.containsKey(name);
    }

    /** Line by line; not a number where a line lacks the metric. */
    public double[] column(String name) {
        double[] column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("no metric " + name);
        }
        return column.clone();
    }

    /** Line by line: the step, and the values that the line has. */
    public void each(BiConsumer<Long, Map<String, Double>> sink) {
        for (int line = 0; line < lines; line++) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (var column : columns.entrySet()) {
                if (!Double.isNaN(column.getValue()[line])) {
                    values.put(column.getKey(), column.getValue()[line]);
                }
            }
            sink.accept(Math.round(values.getOrDefault("step", 0.0)), values);
        }
    }

    /** The pair types, or models, for which this metric stands apart, as in {@code rewards/margins/gpt4>chatgpt}. */
    public List<String> types(String metric) {
        String prefix = metric + "/";
        return columns.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(type -> !type.contains("/"))
                .toList();
    }
}
