package org.counterpoint.stats;

import java.util.Arrays;

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

    private GroupedLogistic(LogisticProblem problem, int[] groups, int count, double penalty) {
        this.problem = problem;
        this.groups = groups;
        this.count = count;
        this.penalty = penalty;
    }

    /** @param loss the weighted sum of log losses, without the penalty */
    public record Fit(double[] coefficients, double[] effects, double loss) {}

    /**
     * @param groups of each row, from 0 to {@code count} - 1
     * @param penalty above 0
     * @throws ArithmeticException if the columns have no finite or no single fit
     */
    public static Fit fit(LogisticProblem problem, int[] groups, int count, double penalty) {
        if (groups.length != problem.rows().length || !(penalty > 0)) {
            throw new IllegalArgumentException(
                    problem.rows().length + " rows, " + groups.length + " groups, penalty " + penalty);
        }
        GroupedLogistic model = new GroupedLogistic(problem, groups, count, penalty);
        int columns = problem.columns();
        // Coefficients first, effects behind them.
        double[] found = Newton.minimise(new double[columns + count], model::objective, model::step);
        return new Fit(
                Arrays.copyOf(found, columns), Arrays.copyOfRange(found, columns, found.length), model.loss(found));
    }

    private double[] step(double[] at) {
        int columns = problem.columns();
        double[] descent = new double[at.length];
        double[][] curvature = new double[columns][columns];
        double[][] crossed = new double[count][columns];
        double[] bends = new double[count];
        Arrays.fill(bends, penalty);
        for (int g = 0; g < count; g++) {
            descent[columns + g] = -penalty * at[columns + g];
        }
        for (int r = 0; r < groups.length; r++) {
            double[] row = problem.rows()[r];
            double share = Sigmoid.of(sum(at, r));
            double off = problem.weights()[r] * (problem.targets()[r] - share);
            double bend = problem.weights()[r] * share * (1 - share);
            descent[columns + groups[r]] += off;
            bends[groups[r]] += bend;
            for (int i = 0; i < columns; i++) {
                descent[i] += off * row[i];
                crossed[groups[r]][i] += bend * row[i];
                for (int j = 0; row[i] != 0 && j <= i; j++) {
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
            for (int i = 0; i < columns; i++) {
                right[i] -= crossed[g][i] * descent[columns + g] / bends[g];
                for (int j = 0; j <= i; j++) {
                    curvature[i][j] -= crossed[g][i] * crossed[g][j] / bends[g];
                }
            }
        }
        double[] move = Arrays.copyOf(Newton.solve(curvature, right), descent.length);
        for (int g = 0; g < bends.length; g++) {
            move[columns + g] = (descent[columns + g] - LogisticProblem.dot(crossed[g], move)) / bends[g];
        }
        return move;
    }

    private double objective(double[] at) {
        double squares = 0;
        for (int g = problem.columns(); g < at.length; g++) {
            squares += at[g] * at[g];
        }
        return loss(at) + penalty * squares / 2;
    }

    private double loss(double[] at) {
        double loss = 0;
        for (int r = 0; r < groups.length; r++) {
            double x = sum(at, r);
            loss += problem.weights()[r] * (Sigmoid.softplus(x) - problem.targets()[r] * x);
        }
        return loss;
    }

    private double sum(double[] at, int row) {
        return LogisticProblem.dot(problem.rows()[row], at) + at[problem.columns() + groups[row]];
    }
}
