package org.counterpoint.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
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

    private static final int MOST_STEPS = 100;
    private static final double CLOSE = 1e-10;

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
        RealMatrix inverse = inverse(information(table, strengths, precision));
        RealMatrix covariance = regularised
                ? inverse
                : inverse.multiply(meat(strengths, comparisons)).multiply(inverse);
        return new Ranking(strengths, covariance.getData(), table, regularised, units(comparisons));
    }

    private static double[] strengths(WinTable table, double precision) {
        ArrayRealVector strengths = new ArrayRealVector(table.models());
        for (int step = 0; step < MOST_STEPS; step++) {
            ArrayRealVector gradient = gradient(table, strengths.getDataRef(), precision);
            RealMatrix information = information(table, strengths.getDataRef(), precision);
            ArrayRealVector move = new ArrayRealVector(
                    new CholeskyDecomposition(information).getSolver().solve(gradient));
            // Far from the solution Newton's step overshoots; a bounded one does not.
            double length = move.getLInfNorm();
            strengths = strengths.add(move.mapMultiply(length > 1 ? 1 / length : 1));
            if (length < CLOSE) {
                return strengths.toArray();
            }
        }
        throw new ArithmeticException("Bradley-Terry strengths did not settle in " + MOST_STEPS + " steps");
    }

    private static ArrayRealVector gradient(WinTable table, double[] strengths, double precision) {
        double[] gradient = new double[strengths.length];
        for (int i = 0; i < strengths.length; i++) {
            gradient[i] = -precision * strengths[i];
            for (int j = 0; j < strengths.length; j++) {
                gradient[i] += table.won(i, j) - table.met(i, j) * Sigmoid.of(strengths[i] - strengths[j]);
            }
        }
        return new ArrayRealVector(gradient, false);
    }

    /** Adding one to all strengths changes nothing; a constant in every cell makes the matrix regular along that. */
    private static RealMatrix information(WinTable table, double[] strengths, double precision) {
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
        return new Array2DRowRealMatrix(cells, false);
    }

    private static RealMatrix inverse(RealMatrix information) {
        return new CholeskyDecomposition(information).getSolver().getInverse();
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
