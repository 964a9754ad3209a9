package org.counterpoint.stats;

import java.util.Arrays;

/**
 * Logistic regression with an L1 penalty: minimises {@code c * loss + sum_k |b_k|}, the objective of liblinear and of
 * scikit-learn's {@code LogisticRegression(penalty="l1", solver="liblinear", C=c, fit_intercept=False)}. By Newton steps
 * on the loss's quadratic approximation with the penalty as it is, and a line search (Yuan, Ho and Lin, "An Improved
 * GLMNET for L1-regularized Logistic Regression", 2012), run until a step is nothing: the answer is the minimum to ten
 * digits, where liblinear stops earlier by default.
 */
public final class LassoLogistic {
    private static final int MOST_STEPS = 1_000;
    private static final int MOST_SWEEPS = 10_000;
    private static final double CLOSE = 1e-10;
    private static final double ENOUGH_GAIN = 0.01;
    /** A value this much higher, in relation, is the same: sums of many terms are not rounded alike. */
    private static final double ROUNDING = 1e-13;

    private LassoLogistic() {}

    public static LogisticFit fit(LogisticProblem problem, double c) {
        return fit(problem, c, new double[problem.columns()]);
    }

    /** @param start where to begin, such as the fit for a c nearby; of no effect on the answer but its last digits */
    static LogisticFit fit(LogisticProblem problem, double c, double[] start) {
        if (!(c > 0)) {
            throw new IllegalArgumentException("C is above 0, not " + c);
        }
        Place at = new Place(problem, c, start);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] move = at.move();
            if (largest(move) < CLOSE) {
                return new LogisticFit(at.coefficients, problem.loss(at.coefficients));
            }
            at = at.towards(move);
        }
        throw new ArithmeticException("the L1 fit did not settle in " + MOST_STEPS + " steps");
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += Math.abs(value);
        }
        return sum;
    }

    /** Coefficients, and the objective around them. */
    private static final class Place {
        private final LogisticProblem problem;
        private final double c;
        private final double[] coefficients;
        private final double objective;
        /** Of {@code c * loss}. */
        private final double[] slope;

        private final double[][] bend;

        Place(LogisticProblem problem, double c, double[] coefficients) {
            this.problem = problem;
            this.c = c;
            this.coefficients = coefficients;
            int columns = coefficients.length;
            slope = new double[columns];
            bend = new double[columns][columns];
            double loss = 0;
            for (int r = 0; r < problem.rows().length; r++) {
                double[] row = problem.rows()[r];
                double sum = LogisticProblem.dot(row, coefficients);
                double less = Math.exp(-Math.abs(sum));
                double share = (sum >= 0 ? 1 : less) / (1 + less);
                double weight = c * problem.weights()[r];
                double target = problem.targets()[r];
                loss += weight * (Math.max(sum, 0) + Math.log(1 + less) - target * sum);
                double off = weight * (share - target);
                double curve = weight * share * (1 - share);
                for (int i = 0; i < columns; i++) {
                    slope[i] += off * row[i];
                    for (int j = 0; j <= i; j++) {
                        bend[i][j] += curve * row[i] * row[j];
                    }
                }
            }
            for (int i = 0; i < columns; i++) {
                bend[i][i] += 1e-12; // of a column of zeros too
                for (int j = 0; j < i; j++) {
                    bend[j][i] = bend[i][j];
                }
            }
            objective = loss + norm(coefficients);
        }

        /** The step to the minimum of the approximation, column by column until none moves. */
        double[] move() {
            int columns = coefficients.length;
            double[] move = new double[columns];
            for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
                double largest = 0;
                for (int i = 0; i < columns; i++) {
                    double slopeThere = slope[i] + LogisticProblem.dot(bend[i], move);
                    double from = coefficients[i] + move[i];
                    double to = softThreshold(from - slopeThere / bend[i][i], 1 / bend[i][i]);
                    move[i] += to - from;
                    largest = Math.max(largest, Math.abs(to - from));
                }
                if (largest < CLOSE / 100) {
                    break;
                }
            }
            return move;
        }

        /** The place a whole step away, or as much of it as makes the objective smaller. */
        Place towards(double[] move) {
            double[] whole = moved(move, 1);
            double promised = LogisticProblem.dot(slope, move) + norm(whole) - norm(coefficients);
            double allowed = ROUNDING * Math.abs(objective);
            double part = 1;
            Place next = new Place(problem, c, whole);
            while (!(next.objective - objective <= ENOUGH_GAIN * part * promised + allowed)
                    && part * largest(move) > CLOSE / 10) {
                part /= 2;
                next = new Place(problem, c, moved(move, part));
            }
            return next;
        }

        private double[] moved(double[] move, double part) {
            double[] to = new double[move.length];
            Arrays.setAll(to, i -> coefficients[i] + part * move[i]);
            return to;
        }

        private static double softThreshold(double value, double threshold) {
            return Math.copySign(Math.max(0, Math.abs(value) - threshold), value);
        }
    }
}
