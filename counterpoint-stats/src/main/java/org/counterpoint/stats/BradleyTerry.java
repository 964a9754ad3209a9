package org.counterpoint.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;

/**
 * Bradley and Terry's model (1952): model i beats model j with probability {@code sigmoid(s_i - s_j)}; a tie is half a
 * win. Strengths sum to 0.
 *
 * <p>Fitted by Newton's method. Standard errors allow for comparisons of the same instruction being alike (sandwich
 * clustered by unit). Where no finite strengths exist, because somebody won or lost everything or never met the others,
 * a normal prior of standard deviation 2 on the strengths holds them finite, and standard errors are the prior's and the
 * data's together; the ranking then says that it was regularised.
 */
public final class BradleyTerry {
    /** 1 / 2^2: a strength of 2 above the mean wins 88 % against it. */
    private static final double PRIOR_PRECISION = 0.25;

    private BradleyTerry() {}

    /** @param models how many there are; comparisons name them from 0 */
    public static Ranking fit(int models, List<Comparison> comparisons) {
        if (models < 2 || comparisons.isEmpty()) {
            throw new IllegalArgumentException(models + " models, " + comparisons.size() + " comparisons");
        }
        WinTable table = WinTable.of(models, comparisons);
        boolean regularised = !table.stronglyConnected();
        double precision = regularised ? PRIOR_PRECISION : 0;
        double[] strengths = strengths(table, precision);
        RealMatrix inverse = Newton.inverse(information(table, strengths, precision));
        RealMatrix covariance = regularised
                ? inverse
                : inverse.multiply(meat(strengths, comparisons)).multiply(inverse);
        return new Ranking(strengths, covariance.getData(), table, regularised, units(comparisons));
    }

    private static double[] strengths(WinTable table, double precision) {
        return Newton.minimise(
                new double[table.models()],
                at -> objective(table, at, precision),
                at -> Newton.solve(information(table, at, precision), gradient(table, at, precision)));
    }

    private static double objective(WinTable table, double[] strengths, double precision) {
        double objective = 0;
        for (int i = 0; i < strengths.length; i++) {
            objective += precision * strengths[i] * strengths[i] / 2;
            for (int j = 0; j < strengths.length; j++) {
                objective += table.won(i, j) * Sigmoid.softplus(strengths[j] - strengths[i]);
            }
        }
        return objective;
    }

    private static double[] gradient(WinTable table, double[] strengths, double precision) {
        double[] gradient = new double[strengths.length];
        for (int i = 0; i < strengths.length; i++) {
            gradient[i] = -precision * strengths[i];
            for (int j = 0; j < strengths.length; j++) {
                gradient[i] += table.won(i, j) - table.met(i, j) * Sigmoid.of(strengths[i] - strengths[j]);
            }
        }
        return gradient;
    }

    /** Adding one to all strengths changes nothing; a constant in every cell makes the matrix regular along that. */
    private static double[][] information(WinTable table, double[] strengths, double precision) {
        int models = strengths.length;
        double[][] cells = new double[models][models];
        for (int i = 0; i < models; i++) {
            for (int j = 0; j < models; j++) {
                double share = Sigmoid.of(strengths[i] - strengths[j]);
                double met = i == j ? 0 : table.met(i, j) * share * (1 - share);
                cells[i][j] += (precision == 0 ? 1 : 0) - met;
                cells[i][i] += met;
            }
            cells[i][i] += precision;
        }
        return cells;
    }

    /** The sum over units of the outer product of the unit's gradient. */
    private static RealMatrix meat(double[] strengths, List<Comparison> comparisons) {
        int models = strengths.length;
        double[][] meat = new double[models][models];
        double[] ofUnit = new double[models];
        List<Comparison> byUnit = comparisons.stream()
                .sorted(Comparator.comparingInt(Comparison::unit))
                .toList();
        for (int at = 0; at < byUnit.size(); at++) {
            Comparison comparison = byUnit.get(at);
            double off =
                    comparison.score() - Sigmoid.of(strengths[comparison.first()] - strengths[comparison.second()]);
            ofUnit[comparison.first()] += off;
            ofUnit[comparison.second()] -= off;
            if (at + 1 == byUnit.size() || byUnit.get(at + 1).unit() != comparison.unit()) {
                addOuter(meat, ofUnit);
                Arrays.fill(ofUnit, 0);
            }
        }
        return new Array2DRowRealMatrix(meat, false);
    }

    private static void addOuter(double[][] sum, double[] vector) {
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; vector[i] != 0 && j < vector.length; j++) {
                sum[i][j] += vector[i] * vector[j];
            }
        }
    }

    private static int units(List<Comparison> comparisons) {
        return (int) comparisons.stream().mapToInt(Comparison::unit).distinct().count();
    }
}
