package org.counterpoint.eval.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.MultipleTests;
import org.counterpoint.stats.PairedPermutation;
import org.counterpoint.stats.TestResult;
import org.counterpoint.stats.WinRate;

/**
 * The win rate in each part of the instructions, and whether it differs from one half there, corrected for asking so
 * often.
 *
 * @param by what parts them: "dataset", "category", "skill", "level"
 * @param uncategorised how many judged instructions belong to no part
 * @param rows in the order of the parts' names, numbers by their value
 */
public record CategoryTable(String by, int uncategorised, List<Row> rows) {
    public CategoryTable {
        rows = List.copyOf(rows);
    }

    /**
     * @param test of a win rate of one half
     * @param holm its p, so that even one false alarm in the table is unlikely
     * @param benjaminiHochberg its p, so that few of the alarms in the table are false
     */
    public record Row(String name, Estimate winRate, TestResult test, double holm, double benjaminiHochberg) {}

    /** An instruction may be of several parts, such as skills; it counts in each. */
    public static CategoryTable of(AnnotationSet set, Categories categories, double level, long seed) {
        Map<String, List<Double>> scores = new TreeMap<>(CategoryTable::inOrder);
        int uncategorised = 0;
        for (Judgement judgement : set.judgements()) {
            if (judgement.hasVerdict()) {
                List<String> names = categories.of(judgement);
                uncategorised += names.isEmpty() ? 1 : 0;
                names.forEach(name ->
                        scores.computeIfAbsent(name, key -> new ArrayList<>()).add(judgement.score()));
            }
        }
        List<Estimate> rates = new ArrayList<>();
        List<TestResult> tests = new ArrayList<>();
        for (List<Double> part : scores.values()) {
            double[] values = part.stream().mapToDouble(Double::doubleValue).toArray();
            double[] halves = new double[values.length];
            Arrays.fill(halves, 0.5);
            rates.add(WinRate.of(values, level, seed));
            tests.add(PairedPermutation.test(values, halves, seed));
        }
        double[] p = tests.stream().mapToDouble(TestResult::p).toArray();
        double[] holm = MultipleTests.holm(p);
        double[] hochberg = MultipleTests.benjaminiHochberg(p);
        List<Row> rows = new ArrayList<>();
        for (String name : scores.keySet()) {
            int i = rows.size();
            rows.add(new Row(name, rates.get(i), tests.get(i), holm[i], hochberg[i]));
        }
        return new CategoryTable(categories.by(), uncategorised, rows);
    }

    private static int inOrder(String first, String second) {
        boolean numbers = first.matches("\\d{1,9}") && second.matches("\\d{1,9}");
        return numbers ? Integer.compare(Integer.parseInt(first), Integer.parseInt(second)) : first.compareTo(second);
    }
}
