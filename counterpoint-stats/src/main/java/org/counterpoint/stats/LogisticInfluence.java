package org.counterpoint.stats;

/**
 * How much each row moves a fitted logistic regression: the sandwich (infinitesimal jackknife) that holds where the
 * model is not quite true. Coefficients of exactly 0, as an L1 penalty leaves them, count as left out; the penalty
 * itself, which shrinks with the number of rows, is not counted.
 */
public final class LogisticInfluence {
    private LogisticInfluence() {}

    /**
     * @param direction a linear function of the coefficients, one number a column
     * @return a row's share in what {@code direction . coefficients} became; the sum of their squares is its variance
     * @throws ArithmeticException where the rows do not determine the coefficients
     */
    public static double[] of(LogisticProblem problem, double[] coefficients, double[] direction) {
        int columns = problem.columns();
        double[][] curvature = new double[columns][columns];
        double[] shares = new double[problem.rows().length];
        for (int r = 0; r < shares.length; r++) {
            double[] row = problem.rows()[r];
            shares[r] = Sigmoid.of(LogisticProblem.dot(row, coefficients));
            double bend = problem.weights()[r] * shares[r] * (1 - shares[r]);
            for (int i = 0; i < columns; i++) {
                for (int j = 0; j <= i; j++) {
                    curvature[i][j] += bend * row[i] * row[j];
                }
            }
        }
        double[] wanted = direction.clone();
        for (int i = 0; i < columns; i++) {
            if (coefficients[i] == 0) {
                wanted[i] = 0;
                for (int j = 0; j < columns; j++) {
                    curvature[Math.max(i, j)][Math.min(i, j)] = i == j ? 1 : 0;
                }
            }
        }
        double[] solved = Newton.solve(curvature, wanted);
        double[] influence = new double[shares.length];
        for (int r = 0; r < shares.length; r++) {
            double off = problem.weights()[r] * (problem.targets()[r] - shares[r]);
            influence[r] = off * LogisticProblem.dot(problem.rows()[r], solved);
        }
        return influence;
    }
}
