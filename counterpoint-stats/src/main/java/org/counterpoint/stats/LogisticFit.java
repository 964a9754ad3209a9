package org.counterpoint.stats;

/**
 * A fitted logistic regression: P(1 | x) = sigmoid(x . coefficients).
 *
 * @param loss the weighted sum of log losses, without the penalty
 */
public record LogisticFit(double[] coefficients, double loss) {
    public double probability(double[] row) {
        double sum = 0;
        for (int i = 0; i < coefficients.length; i++) {
            sum += coefficients[i] * row[i];
        }
        return Sigmoid.of(sum);
    }
}
