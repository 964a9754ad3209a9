package org.counterpoint.eval.figures;

/**
 * Sums as NumPy makes them, in the same order of additions: pandas takes its means from it, and another order changes a
 * figure's last digits.
 */
final class NumpySum {
    /** NumPy's PW_BLOCKSIZE. */
    private static final int BLOCK = 128;

    private NumpySum() {}

    static double of(double[] values) {
        return of(values, 0, values.length);
    }

    /** numpy/core/src/umath/loops_utils.h.src, {@code pairwise_sum}. */
    private static double of(double[] values, int from, int n) {
        if (n < 8) {
            // NumPy starts at -0.0 so that a sum of negative zeros keeps its sign; scores have none.
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += values[from + i];
            }
            return sum;
        }
        if (n <= BLOCK) {
            double[] r = new double[8];
            System.arraycopy(values, from, r, 0, 8);
            int i = 8;
            for (; i < n - n % 8; i += 8) {
                for (int k = 0; k < 8; k++) {
                    r[k] += values[from + i + k];
                }
            }
            double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
            for (; i < n; i++) {
                sum += values[from + i];
            }
            return sum;
        }
        int half = n / 2;
        half -= half % 8;
        return of(values, from, half) + of(values, from + half, n - half);
    }
}
