package org.counterpoint.stats;

import java.util.Arrays;

/**
 * Logistic regression with an L2 penalty, by Newton's method: minimises {@code loss + sum_k penalty_k b_k^2 / 2}.
 * scikit-learn's {@code LogisticRegression(C=c, fit_intercept=False)} is the penalty 1/c on every column; 0 leaves a
 * column, such as the ones of an intercept, unpenalised.
 */
public final class RidgeLogistic {
    private RidgeLogistic() {}

    public static LogisticFit fit(LogisticProblem problem, double penalty) {
        double[] penalties = new double[problem.columns()];
        Arrays.fill(penalties, penalty);
        return fit(problem, penalties);
    }

    /**
     * @param penalties one a column, not negative
     * @throws ArithmeticException if there is no finite or no single fit, which a penalty above 0 prevents
     */
    public static LogisticFit fit(LogisticProblem problem, double[] penalties) {
        double[] coefficients = Newton.minimise(
                new double[problem.columns()],
                at -> objective(problem, at, penalties),
                at -> step(problem, at, penalties));
        return new LogisticFit(coefficients, problem.loss(coefficients));
    }

    private static double[] step(LogisticProblem problem, double[] at, double[] penalties) {
        int columns = at.length;
        double[] descent = new double[columns];
        double[][] curvature = new double[columns][columns];
        for (int r = 0; r < problem.rows().length; r++) {
            double[] row = problem.rows()[r];
            double share = Sigmoid.of(LogisticProblem.dot(row, at));
            double off = problem.weights()[r] * (problem.targets()[r] - share);
            double bend = problem.weights()[r] * share * (1 - share);
            for (int i = 0; i < columns; i++) {
                descent[i] += off * row[i];
                for (int j = 0; row[i] != 0 && j <= i; j++) {
                    curvature[i][j] += bend * row[i] * row[j];
                }
            }
        }
        for (int i = 0; i < columns; i++) {
            descent[i] -= penalties[i] * at[i];
            curvature[i][i] += penalties[i];
        }
        return Newton.solve(curvature, descent);
    }

    private static double objective(LogisticProblem problem, double[] at, double[] penalties) {
        double objective = problem.loss(at);
        for (int i = 0; i < at.length; i++) {
            objective += penalties[i] * at[i] * at[i] / 2;
        }
        return objective;
    }
}
