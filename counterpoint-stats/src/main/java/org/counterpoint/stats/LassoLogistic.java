package org.counterpoint.stats;

/**
 * Logistic regression with an L1 penalty: minimises {@code c * loss + sum_k |b_k|}, the objective of liblinear and of
 * scikit-learn's {@code LogisticRegression(penalty="l1", solver="liblinear", C=c, fit_intercept=False)}. By coordinate
 * descent with Newton steps and a line search (Yuan, Chang, Hsieh and Lin, 2010), run until no coordinate could gain:
 * the answer is the minimum to ten digits, where liblinear stops earlier by default.
 */
public final class LassoLogistic {
    private static final int MOST_SWEEPS = 100_000;
    private static final double CLOSE = 1e-10;
    private static final double ENOUGH_GAIN = 0.01;

    private LassoLogistic() {}

    public static LogisticFit fit(LogisticProblem problem, double c) {
        if (!(c > 0)) {
            throw new IllegalArgumentException("C is above 0, not " + c);
        }
        Descent descent = new Descent(problem, c);
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double largest = 0;
            for (int column = 0; column < problem.columns(); column++) {
                largest = Math.max(largest, descent.step(column));
            }
            if (largest < CLOSE) {
                return new LogisticFit(descent.coefficients, problem.loss(descent.coefficients));
            }
        }
        throw new ArithmeticException("the L1 fit did not settle in " + MOST_SWEEPS + " sweeps");
    }

    /** The coefficients and every row's sum, kept up to date with each step. */
    private static final class Descent {
        private final LogisticProblem problem;
        private final double c;
        private final double[] coefficients;
        private final double[] sums;

        Descent(LogisticProblem problem, double c) {
            this.problem = problem;
            this.c = c;
            coefficients = new double[problem.columns()];
            sums = new double[problem.rows().length];
        }

        /** Moves one coefficient; gives how far. */
        double step(int column) {
            double slope = 0;
            double bend = 1e-12;
            for (int r = 0; r < sums.length; r++) {
                double x = problem.rows()[r][column];
                double share = Sigmoid.of(sums[r]);
                slope += c * problem.weights()[r] * (share - problem.targets()[r]) * x;
                bend += c * problem.weights()[r] * share * (1 - share) * x * x;
            }
            double from = coefficients[column];
            double move = softThreshold(from - slope / bend, 1 / bend) - from;
            if (move == 0) {
                return 0;
            }
            double promised = slope * move + Math.abs(from + move) - Math.abs(from);
            double before = Math.abs(from) + c * loss(column, 0);
            while (Math.abs(move) > CLOSE / 10) {
                if (Math.abs(from + move) + c * loss(column, move) - before <= ENOUGH_GAIN * promised) {
                    break;
                }
                move /= 2;
                promised /= 2;
            }
            coefficients[column] = from + move;
            for (int r = 0; r < sums.length; r++) {
                sums[r] += move * problem.rows()[r][column];
            }
            return Math.abs(move);
        }

        private double loss(int column, double move) {
            double loss = 0;
            for (int r = 0; r < sums.length; r++) {
                double sum = sums[r] + move * problem.rows()[r][column];
                loss += problem.weights()[r] * (Sigmoid.softplus(sum) - problem.targets()[r] * sum);
            }
            return loss;
        }

        private static double softThreshold(double value, double threshold) {
            return Math.copySign(Math.max(0, Math.abs(value) - threshold), value);
        }
    }
}
