package org.counterpoint.stats;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/**
 * Logistic regression with an L2 penalty, by Newton's method: minimises {@code loss + sum_k penalty_k b_k^2 / 2}.
 * scikit-learn's {@code LogisticRegression(C=c, fit_intercept=False)} is the penalty 1/c on every column; 0 leaves a
 * column, such as the ones of an intercept, unpenalised.
 */
public final class RidgeLogistic {
    private static final int MOST_STEPS = 200;
    private static final double CLOSE = 1e-10;

    private RidgeLogistic() {}

    public static LogisticFit fit(LogisticProblem problem, double penalty) {
        double[] penalties = new double[problem.columns()];
        Arrays.fill(penalties, penalty);
        return fit(problem, penalties);
    }

    /** @param penalties one a column, not negative */
    public static LogisticFit fit(LogisticProblem problem, double[] penalties) {
        double[] coefficients = new double[problem.columns()];
        double objective = objective(problem, coefficients, penalties);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] move = newtonStep(problem, coefficients, penalties);
            double scale = 1;
            double[] next = moved(coefficients, move, scale);
            double reached = objective(problem, next, penalties);
            while (reached > objective && scale > 1e-10) {
                scale /= 2;
                next = moved(coefficients, move, scale);
                reached = objective(problem, next, penalties);
            }
            coefficients = reached <= objective ? next : coefficients;
            objective = Math.min(objective, reached);
            if (Arrays.stream(move).map(Math::abs).max().orElse(0) < CLOSE || scale <= 1e-10) {
                return new LogisticFit(coefficients, problem.loss(coefficients));
            }
        }
        throw new ArithmeticException("no finite fit: some columns part the targets wholly; give a penalty above 0");
    }

    private static double[] newtonStep(LogisticProblem problem, double[] coefficients, double[] penalties) {
        int columns = coefficients.length;
        double[] gradient = new double[columns];
        double[][] curvature = new double[columns][columns];
        for (int r = 0; r < problem.rows().length; r++) {
            double[] row = problem.rows()[r];
            double share = Sigmoid.of(LogisticProblem.dot(row, coefficients));
            double off = problem.weights()[r] * (problem.targets()[r] - share);
            double bend = problem.weights()[r] * share * (1 - share);
            for (int i = 0; i < columns; i++) {
                gradient[i] += off * row[i];
                for (int j = 0; row[i] != 0 && j <= i; j++) {
                    curvature[i][j] += bend * row[i] * row[j];
                }
            }
        }
        for (int i = 0; i < columns; i++) {
            gradient[i] -= penalties[i] * coefficients[i];
            curvature[i][i] += penalties[i];
            for (int j = 0; j < i; j++) {
                curvature[j][i] = curvature[i][j];
            }
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(curvature, false))
                .getSolver()
                .solve(new ArrayRealVector(gradient, false))
                .toArray();
    }

    private static double[] moved(double[] from, double[] move, double scale) {
        double[] to = new double[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i] + scale * move[i];
        }
        return to;
    }

    private static double objective(LogisticProblem problem, double[] coefficients, double[] penalties) {
        double objective = problem.loss(coefficients);
        for (int i = 0; i < coefficients.length; i++) {
            objective += penalties[i] * coefficients[i] * coefficients[i] / 2;
        }
        return objective;
    }
}
