package org.counterpoint.stats;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.RealMatrix;

/** Newton's method for smooth convex functions, with step halving. */
final class Newton {
    private static final int MOST_STEPS = 200;
    private static final double CLOSE = 1e-10;
    /** A value this much higher, in relation, is the same: sums of many terms are not rounded alike. */
    private static final double ROUNDING = 1e-13;

    private Newton() {}

    /**
     * @param step the full Newton step from a point
     * @throws ArithmeticException if there is no minimum to be found
     */
    static double[] minimise(double[] start, ToDoubleFunction<double[]> objective, UnaryOperator<double[]> step) {
        double[] at = start;
        double value = objective.applyAsDouble(at);
        for (int taken = 0; taken < MOST_STEPS; taken++) {
            double[] move = step.apply(at);
            double largest = Arrays.stream(move).map(Math::abs).max().orElse(0);
            double scale = 1;
            double[] next = moved(at, move, scale);
            double reached = objective.applyAsDouble(next);
            while (!(reached <= value + ROUNDING * Math.abs(value)) && scale * largest > CLOSE) {
                scale /= 2;
                next = moved(at, move, scale);
                reached = objective.applyAsDouble(next);
            }
            at = next;
            value = reached;
            if (scale * largest <= CLOSE) {
                return at;
            }
        }
        throw new ArithmeticException("no finite fit: some columns part the targets wholly; give a penalty above 0");
    }

    /** Solves with a symmetric positive definite matrix of which only the lower triangle is looked at. */
    static double[] solve(double[][] lower, double[] right) {
        return solver(lower).solve(new ArrayRealVector(right, false)).toArray();
    }

    static RealMatrix inverse(double[][] lower) {
        return solver(lower).getInverse();
    }

    private static DecompositionSolver solver(double[][] lower) {
        for (int i = 0; i < lower.length; i++) {
            for (int j = 0; j < i; j++) {
                lower[j][i] = lower[i][j];
            }
        }
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(lower, false)).getSolver();
        } catch (MathIllegalArgumentException e) {
            throw new ArithmeticException(
                    "no single fit: columns depend on one another or part the targets wholly; give a penalty above 0");
        }
    }

    private static double[] moved(double[] from, double[] move, double scale) {
        double[] to = new double[from.length];
        Arrays.setAll(to, i -> from[i] + scale * move[i]);
        return to;
    }
}
