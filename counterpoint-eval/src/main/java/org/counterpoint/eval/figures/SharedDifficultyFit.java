package org.counterpoint.eval.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.stats.Bootstrap;
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

    private final List<double[]> lengths;
    private final List<int[]> instructions;
    private final List<double[]> scores;
    private final int count;

    private SharedDifficultyFit(List<AnnotationSet> sets) {
        Map<String, Integer> numbers = new HashMap<>();
        lengths = sets.stream().map(set -> Lengths.terms(set.judgements())).toList();
        instructions = sets.stream()
                .map(set -> set.judgements().stream()
                        .mapToInt(j -> numbers.computeIfAbsent(j.instruction(), key -> numbers.size()))
                        .toArray())
                .toList();
        scores = sets.stream()
                .map(set ->
                        set.judgements().stream().mapToDouble(Judgement::score).toArray())
                .toList();
        count = numbers.size();
    }

    /** One for each file, in order. */
    static List<LengthControlled> of(List<AnnotationSet> sets, double level, long seed) {
        SharedDifficultyFit data = new SharedDifficultyFit(sets);
        int[] once = new int[data.count];
        Arrays.setAll(once, i -> i);
        Fitted fitted = data.fit(once);
        int rows = sets.stream().mapToInt(set -> set.judgements().size()).sum();
        List<LengthControlled> results = new ArrayList<>();
        for (int file = 0; file < sets.size(); file++) {
            results.add(new LengthControlled(
                    fitted.rates[file],
                    rows > ROWS_TO_RESAMPLE ? null : data.interval(file, level, seed),
                    fitted.coefficients[2 * file],
                    fitted.coefficients[2 * file + 1],
                    1,
                    PENALTY,
                    "estimated",
                    0,
                    "logistic fit of " + sets.size() + " files, an effect per instruction with ridge penalty 1"));
        }
        return results;
    }

    private @Nullable Interval interval(int file, double level, long seed) {
        return new Bootstrap(RESAMPLES, level, seed)
                .statistic(count, drawn -> fitOrNothing(drawn, file))
                .interval();
    }

    /** A resample in which a file wins everything has no finite fit; it is left out. */
    private double fitOrNothing(int[] drawn, int file) {
        try {
            return fit(drawn).rates[file];
        } catch (ArithmeticException e) {
            return Double.NaN;
        }
    }

    /** @param drawn instructions, each drawing an instruction of its own */
    private Fitted fit(int[] drawn) {
        List<double[]> rows = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        List<Double> targets = new ArrayList<>();
        for (int file = 0; file < scores.size(); file++) {
            int[] place = places(file);
            for (int draw = 0; draw < drawn.length; draw++) {
                int at = place[drawn[draw]];
                if (at >= 0 && !Double.isNaN(scores.get(file)[at])) {
                    double[] row = new double[2 * scores.size()];
                    row[2 * file] = lengths.get(file)[at];
                    row[2 * file + 1] = 1;
                    rows.add(row);
                    groups.add(draw);
                    targets.add(scores.get(file)[at]);
                }
            }
        }
        double[] ones = new double[rows.size()];
        Arrays.fill(ones, 1);
        GroupedLogistic.Fit fit = GroupedLogistic.fit(
                new LogisticProblem(
                        rows.toArray(double[][]::new),
                        targets.stream().mapToDouble(Double::doubleValue).toArray(),
                        ones),
                groups.stream().mapToInt(Integer::intValue).toArray(),
                drawn.length,
                PENALTY);
        double[] rates = new double[scores.size()];
        for (int file = 0; file < rates.length; file++) {
            rates[file] = rate(file, drawn, fit);
        }
        return new Fitted(fit.coefficients(), rates);
    }

    private double rate(int file, int[] drawn, GroupedLogistic.Fit fit) {
        int[] place = places(file);
        double sum = 0;
        int rows = 0;
        for (int draw = 0; draw < drawn.length; draw++) {
            if (place[drawn[draw]] >= 0) {
                sum += 1 / (1 + Math.exp(-fit.coefficients()[2 * file + 1] - fit.effects()[draw]));
                rows++;
            }
        }
        return sum / rows;
    }

    /** Where in the file each instruction stands; -1 where it does not. */
    private int[] places(int file) {
        int[] place = new int[count];
        Arrays.fill(place, -1);
        int[] of = instructions.get(file);
        for (int at = 0; at < of.length; at++) {
            place[of[at]] = at;
        }
        return place;
    }

    private record Fitted(double[] coefficients, double[] rates) {}
}
