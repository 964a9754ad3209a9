package org.counterpoint.eval.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.stats.Bootstrap;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.GroupedLogistic;
import org.counterpoint.stats.Interval;
import org.counterpoint.stats.LogisticProblem;
import org.jspecify.annotations.Nullable;

/**
 * {@link LengthControlled} of several files at once, how hard an instruction is to win being estimated from all of them:
 * an effect per instruction, shared by the files, held by a ridge penalty of 1 (a normal prior of standard deviation 1
 * on log-odds); each file has its own length weight and advantage, unpenalised.
 */
final class SharedDifficultyFit {
    private static final double PENALTY = 1;
    private static final int RESAMPLES = 200;
    private static final int ROWS_TO_RESAMPLE = 10_000;

    private final int files;
    /** Whether a file has an instruction, with a verdict or without. */
    private final boolean[][] present;

    private final GroupedLogistic model;
    private final GroupedLogistic.Fit fitted;

    private SharedDifficultyFit(List<AnnotationSet> sets) {
        Map<String, Integer> numbers = new HashMap<>();
        sets.forEach(set -> set.judgements().forEach(j -> numbers.putIfAbsent(j.instruction(), numbers.size())));
        files = sets.size();
        present = new boolean[files][numbers.size()];
        List<double[]> rows = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        List<Double> targets = new ArrayList<>();
        for (int file = 0; file < files; file++) {
            List<Judgement> judgements = sets.get(file).judgements();
            double[] lengths = Lengths.terms(judgements);
            for (int at = 0; at < lengths.length; at++) {
                int instruction =
                        Objects.requireNonNull(numbers.get(judgements.get(at).instruction()));
                present[file][instruction] = true;
                if (judgements.get(at).hasVerdict()) {
                    double[] row = new double[2 * files];
                    row[2 * file] = lengths[at];
                    row[2 * file + 1] = 1;
                    rows.add(row);
                    groups.add(instruction);
                    targets.add(judgements.get(at).score());
                }
            }
        }
        double[] ones = new double[rows.size()];
        Arrays.fill(ones, 1);
        LogisticProblem problem = new LogisticProblem(
                rows.toArray(double[][]::new),
                targets.stream().mapToDouble(Double::doubleValue).toArray(),
                ones);
        int[] instructions = groups.stream().mapToInt(Integer::intValue).toArray();
        model = new GroupedLogistic(problem, instructions, numbers.size(), PENALTY);
        fitted = model.fit();
    }

    /**
     * One for each file, in order.
     *
     * @throws ArithmeticException where somebody wins everything: there is no finite fit
     */
    static List<LengthControlled> of(List<AnnotationSet> sets, double level, long seed) {
        SharedDifficultyFit data = new SharedDifficultyFit(sets);
        double[] rates = data.rates(data.fitted, data.once());
        int rows = sets.stream().mapToInt(set -> set.judgements().size()).sum();
        List<@Nullable Interval> intervals =
                rows > ROWS_TO_RESAMPLE ? Collections.nCopies(data.files, null) : data.intervals(level, seed);
        List<LengthControlled> results = new ArrayList<>();
        for (int file = 0; file < data.files; file++) {
            results.add(new LengthControlled(
                    rates[file],
                    intervals.get(file),
                    data.fitted.coefficients()[2 * file],
                    data.fitted.coefficients()[2 * file + 1],
                    1,
                    PENALTY,
                    "estimated",
                    0,
                    "logistic fit of " + sets.size() + " files, an effect per instruction with ridge penalty 1"));
        }
        return results;
    }

    /** Over instructions; all files' rates come from one fit a resample. */
    private List<@Nullable Interval> intervals(double level, long seed) {
        return new Bootstrap(RESAMPLES, level, seed)
                .statistics(present[0].length, this::resampled).stream()
                        .<@Nullable Interval>map(Estimate::interval)
                        .toList();
    }

    private double[] resampled(int[] drawn) {
        double[] times = new double[drawn.length];
        for (int instruction : drawn) {
            times[instruction]++;
        }
        try {
            return rates(model.fit(times, fitted), times);
        } catch (ArithmeticException e) {
            // A resample in which a file wins everything has no finite fit; it is left out.
            double[] none = new double[files];
            Arrays.fill(none, Double.NaN);
            return none;
        }
    }

    private double[] once() {
        double[] once = new double[present[0].length];
        Arrays.fill(once, 1);
        return once;
    }

    /** Each file's win rate at equal lengths over its instructions, each counted so many times. */
    private double[] rates(GroupedLogistic.Fit fit, double[] times) {
        double[] rates = new double[files];
        for (int file = 0; file < files; file++) {
            double advantage = fit.coefficients()[2 * file + 1];
            double sum = 0;
            double rows = 0;
            for (int instruction = 0; instruction < times.length; instruction++) {
                if (present[file][instruction]) {
                    sum += times[instruction] / (1 + Math.exp(-advantage - fit.effects()[instruction]));
                    rows += times[instruction];
                }
            }
            rates[file] = sum / rows;
        }
        return rates;
    }
}
