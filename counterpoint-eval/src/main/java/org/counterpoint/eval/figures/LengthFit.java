package org.counterpoint.eval.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.stats.GroupFolds;
import org.counterpoint.stats.Interval;
import org.counterpoint.stats.LassoLogistic;
import org.counterpoint.stats.LogisticInfluence;
import org.counterpoint.stats.LogisticProblem;
import org.counterpoint.stats.Proportions;
import org.jspecify.annotations.Nullable;

/**
 * {@link LengthControlled} of one file as AlpacaEval fits it: an L1 penalty on every column and no free intercept, C the
 * best of ten from 1e-4 to 1e4 by five-fold cross-validation on log loss. Its two gamed baselines, which upstream adds
 * with weight 0.1, are not part of it.
 */
final class LengthFit {
    private static final int FOLDS = 5;
    private static final int STRENGTHS = 10;

    private LengthFit() {}

    /** @param difficulty by instruction; null for a model without it */
    static LengthControlled of(AnnotationSet set, @Nullable Map<String, Double> difficulty, double level) {
        double[] lengths = Lengths.terms(set.judgements());
        List<double[]> all = new ArrayList<>();
        List<double[]> judged = new ArrayList<>();
        List<Double> targets = new ArrayList<>();
        int missing = 0;
        for (int i = 0; i < lengths.length; i++) {
            Judgement judgement = set.judgements().get(i);
            Double hard = difficulty == null ? null : difficulty.get(judgement.instruction());
            if (difficulty != null && hard == null) {
                missing++;
                continue;
            }
            double[] row = hard == null ? new double[] {lengths[i], 1} : new double[] {lengths[i], 1, hard};
            all.add(row);
            if (judgement.hasVerdict()) {
                judged.add(row);
                targets.add(judgement.score());
            }
        }
        if (judged.size() < FOLDS) {
            throw new ArithmeticException("only " + judged.size() + " rows to fit to");
        }
        double[] ones = new double[judged.size()];
        Arrays.fill(ones, 1);
        LogisticProblem problem = new LogisticProblem(
                judged.toArray(double[][]::new),
                targets.stream().mapToDouble(Double::doubleValue).toArray(),
                ones);
        double strength = strength(problem);
        double[] fit = LassoLogistic.fit(problem, strength).coefficients();
        double rate = rate(all, fit);
        return new LengthControlled(
                rate,
                interval(problem, all, fit, rate, level),
                fit[0],
                fit[1],
                difficulty == null ? Double.NaN : fit[2],
                strength,
                difficulty == null ? "none" : "table",
                missing,
                "L1 logistic fit, C by 5-fold cross-validation; "
                        + (difficulty == null ? "no difficulty" : "difficulty from a table"));
    }

    private static double strength(LogisticProblem problem) {
        int[] rows = new int[problem.rows().length];
        Arrays.setAll(rows, i -> i);
        int[] folds = GroupFolds.of(rows, rows.length, FOLDS);
        double[] strengths = new double[STRENGTHS];
        Arrays.setAll(strengths, k -> Math.pow(10, -4 + 8.0 * k / (STRENGTHS - 1)));
        double[] losses = GroupFolds.lassoLosses(problem, folds, strengths);
        int best = 0;
        for (int k = 1; k < STRENGTHS; k++) {
            best = losses[k] < losses[best] ? k : best;
        }
        return strengths[best];
    }

    private static double rate(List<double[]> rows, double[] fit) {
        return rows.stream().mapToDouble(row -> withoutLength(row, fit)).sum() / rows.size();
    }

    private static double withoutLength(double[] row, double[] fit) {
        double sum = fit[1] * row[1] + (row.length > 2 ? fit[2] * row[2] : 0);
        return 1 / (1 + Math.exp(-sum));
    }

    /** Over instructions, by the influence of each on the rate, made on the scale of log-odds so that it stays inside. */
    private static Interval interval(
            LogisticProblem problem, List<double[]> all, double[] fit, double rate, double level) {
        double[] direction = new double[fit.length];
        double sampled = 0;
        for (double[] row : all) {
            double share = withoutLength(row, fit);
            sampled += (share - rate) * (share - rate);
            for (int k = 1; k < fit.length; k++) {
                direction[k] += share * (1 - share) * row[k] / all.size();
            }
        }
        double variance = sampled / ((double) all.size() * all.size());
        for (double influence : LogisticInfluence.of(problem, fit, direction)) {
            variance += influence * influence;
        }
        return Proportions.onLogOdds(rate, Math.sqrt(variance), level, "sandwich over instructions, on log-odds");
    }
}
