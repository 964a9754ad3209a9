package org.counterpoint.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Cross-validation in which a group, such as an instruction, is wholly in one fold. */
public final class GroupFolds {
    private GroupFolds() {}

    /**
     * Of each row its fold, from 0: the groups, largest first, each to the fold that is smallest so far, as
     * scikit-learn's {@code GroupKFold} does.
     *
     * @param groups of each row, from 0 to {@code count} - 1
     */
    public static int[] of(int[] groups, int count, int folds) {
        int[] sizes = new int[count];
        for (int group : groups) {
            sizes[group]++;
        }
        // scikit-learn reverses an ascending sort: of equal groups the last comes first.
        int[] largestFirst = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(group -> sizes[group])
                        .thenComparingInt(group -> group)
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        int[] filled = new int[folds];
        int[] foldOf = new int[count];
        for (int group : largestFirst) {
            int smallest = 0;
            for (int fold = 1; fold < folds; fold++) {
                smallest = filled[fold] < filled[smallest] ? fold : smallest;
            }
            foldOf[group] = smallest;
            filled[smallest] += sizes[group];
        }
        return Arrays.stream(groups).map(group -> foldOf[group]).toArray();
    }

    /**
     * Of each C the mean over folds of the weighted log loss of each fold under the L1 fit to the others: the smaller,
     * the better C suits.
     *
     * @param strengths values of C, best in order: each fit begins at the one before
     */
    public static double[] lassoLosses(LogisticProblem problem, int[] foldOf, double[] strengths) {
        int folds = Arrays.stream(foldOf).max().orElse(0) + 1;
        double[] losses = new double[strengths.length];
        for (int fold = 0; fold < folds; fold++) {
            int held = fold;
            LogisticProblem kept = part(problem, row -> foldOf[row] != held);
            LogisticProblem left = part(problem, row -> foldOf[row] == held);
            double weight = Arrays.stream(left.weights()).sum();
            double[] fit = new double[problem.columns()];
            for (int k = 0; k < strengths.length; k++) {
                fit = LassoLogistic.fit(kept, strengths[k], fit).coefficients();
                losses[k] += left.loss(fit) / weight / folds;
            }
        }
        return losses;
    }

    private static LogisticProblem part(LogisticProblem problem, IntPredicate rows) {
        int[] taken = IntStream.range(0, problem.rows().length).filter(rows).toArray();
        return new LogisticProblem(
                Arrays.stream(taken).mapToObj(row -> problem.rows()[row]).toArray(double[][]::new),
                Arrays.stream(taken).mapToDouble(row -> problem.targets()[row]).toArray(),
                Arrays.stream(taken).mapToDouble(row -> problem.weights()[row]).toArray());
    }
}
