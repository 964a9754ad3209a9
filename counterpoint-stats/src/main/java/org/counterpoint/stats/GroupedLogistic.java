package org.counterpoint.stats;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Logistic regression with a ridge-penalised effect per group beside a few columns, such as a difficulty per
 * instruction estimated from many models' answers:
 * {@code P(1) = sigmoid(x . coefficients + effect[group])}, minimising
 * {@code loss + penalty sum_g effect_g^2 / 2}, the columns unpenalised. The same as {@link RidgeLogistic} with an
 * indicator column a group, at the cost of the few columns only: effects meet in no row, so their block is diagonal.
 */
public final class GroupedLogistic {
    private final LogisticProblem problem;
    private final int[] groups;
    private final int count;
    private final double penalty;
    /** The columns in which each row is not 0: where columns belong to files, a row has few of them. */
    private final int[][] filled;

    /**
     * @param groups of each row, from 0 to {@code count} - 1
     * @param penalty above 0
     */
    public GroupedLogistic(LogisticProblem problem, int[] groups, int count, double penalty) {
        if (groups.length != problem.rows().length || !(penalty > 0)) {
            throw new IllegalArgumentException(
                    problem.rows().length + " rows, " + groups.length + " groups, penalty " + penalty);
        }
        this.problem = problem;
        this.groups = groups;
        this.count = count;
        this.penalty = penalty;
        this.filled = Arrays.stream(problem.rows())
                .map(row ->
                        IntStream.range(0, row.length).filter(k -> row[k] != 0).toArray())
                .toArray(int[][]::new);
    }

    /** @param effects one a group */
    public record Fit(double[] coefficients, double[] effects) {}

    /** @throws ArithmeticException if the columns have no finite or no single fit */
    public Fit fit() {
        double[] once = new double[count];
        Arrays.fill(once, 1);
        return fit(once, new Fit(new double[problem.columns()], new double[count]));
    }

    /**
     * The fit to a resample of groups.
     *
     * @param times how often each group is there, with its rows and an effect of its own; the effects of one that is
     *     there several times are equal, that of one that is not there says nothing
     * @param near where to begin; it changes how soon the fit is found, not which
     * @throws ArithmeticException if the columns have no finite or no single fit
     */
    public Fit fit(double[] times, Fit near) {
        int columns = problem.columns();
        // Coefficients first, effects behind them.
        double[] start = Arrays.copyOf(near.coefficients(), columns + count);
        System.arraycopy(near.effects(), 0, start, columns, count);
        double[] found = Newton.minimise(start, at -> objective(at, times), at -> step(at, times));
        return new Fit(Arrays.copyOf(found, columns), Arrays.copyOfRange(found, columns, found.length));
    }

    private double[] step(double[] at, double[] times) {
        int columns = problem.columns();
        double[] descent = new double[at.length];
        double[][] curvature = new double[columns][columns];
        double[][] crossed = new double[count][columns];
        double[] bends = new double[count];
        for (int g = 0; g < count; g++) {
            bends[g] = penalty * times[g];
            descent[columns + g] = -bends[g] * at[columns + g];
        }
        for (int r = 0; r < groups.length; r++) {
            int group = groups[r];
            double weight = problem.weights()[r] * times[group];
            if (weight == 0) {
                continue;
            }
            double[] row = problem.rows()[r];
            double share = Sigmoid.of(sum(at, r));
            double off = weight * (problem.targets()[r] - share);
            double bend = weight * share * (1 - share);
            descent[columns + group] += off;
            bends[group] += bend;
            for (int i : filled[r]) {
                descent[i] += off * row[i];
                crossed[group][i] += bend * row[i];
                for (int j : filled[r]) {
                    curvature[i][j] += bend * row[i] * row[j];
                }
            }
        }
        return eliminated(descent, curvature, crossed, bends);
    }

    /** Takes the effects out (Schur complement), solves for the columns, fills the effects in. */
    private static double[] eliminated(double[] descent, double[][] curvature, double[][] crossed, double[] bends) {
        int columns = curvature.length;
        double[] right = Arrays.copyOf(descent, columns);
        for (int g = 0; g < bends.length; g++) {
            double[] cross = crossed[g];
            for (int i = 0; i < columns; i++) {
                if (cross[i] != 0) {
                    double share = cross[i] / bends[g];
                    right[i] -= share * descent[columns + g];
                    for (int j = 0; j <= i; j++) {
                        curvature[i][j] -= share * cross[j];
                    }
                }
            }
        }
        double[] move = Arrays.copyOf(Newton.solve(curvature, right), descent.length);
        for (int g = 0; g < bends.length; g++) {
            // A group that is not there bends nothing, and stays where it is.
            if (bends[g] != 0) {
                move[columns + g] = (descent[columns + g] - LogisticProblem.dot(crossed[g], move)) / bends[g];
            }
        }
        return move;
    }

    private double objective(double[] at, double[] times) {
        double objective = 0;
        for (int g = 0; g < count; g++) {
            double effect = at[problem.columns() + g];
            objective += penalty * times[g] * effect * effect / 2;
        }
        for (int r = 0; r < groups.length; r++) {
            double weight = problem.weights()[r] * times[groups[r]];
            if (weight != 0) {
                double x = sum(at, r);
                objective += weight * (Sigmoid.softplus(x) - problem.targets()[r] * x);
            }
        }
        return objective;
    }

    private double sum(double[] at, int row) {
        double[] values = problem.rows()[row];
        double sum = at[problem.columns() + groups[row]];
        for (int i : filled[row]) {
            sum += values[i] * at[i];
        }
        return sum;
    }
}
