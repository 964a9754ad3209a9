package org.counterpoint.serve.board;

import java.util.Arrays;

/**
 * A line to draw.
 *
 * @param x rising
 * @param y as many
 */
record Curve(double[] x, double[] y) {

    /** Of two columns, without the places where either has no number, or one that is not finite. */
    static Curve of(double[] xs, double[] ys) {
        int length = Math.min(xs.length, ys.length);
        double[] x = new double[length];
        double[] y = new double[length];
        int count = 0;
        for (int i = 0; i < length; i++) {
            if (Double.isFinite(xs[i]) && Double.isFinite(ys[i])) {
                x[count] = xs[i];
                y[count++] = ys[i];
            }
        }
        return new Curve(Arrays.copyOf(x, count), Arrays.copyOf(y, count));
    }

    /**
     * Each value becomes the mean of its neighbourhood: as many on either side, fewer at the ends, so no slope is bent.
     *
     * @param share of all values that a neighbourhood has; 0: the values themselves
     */
    Curve smooth(double share) {
        int reach = share == 0 ? 0 : (int) Math.max(1, Math.round(y.length * share / 2));
        if (reach == 0) {
            return this;
        }
        double[] sums = new double[y.length + 1];
        for (int i = 0; i < y.length; i++) {
            sums[i + 1] = sums[i] + y[i];
        }
        double[] smooth = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            int near = Math.min(reach, Math.min(i, y.length - 1 - i));
            smooth[i] = (sums[i + near + 1] - sums[i - near]) / (2 * near + 1);
        }
        return new Curve(x, smooth);
    }

    /**
     * Fewer points that draw the same picture: of each stretch the first, the least, the largest and the last, so that no
     * spike is lost.
     *
     * @param most points, at least 4
     */
    Curve thin(int most) {
        if (y.length <= most) {
            return this;
        }
        int stretches = most / 4;
        double[] fewX = new double[most];
        double[] fewY = new double[most];
        int count = 0;
        for (int s = 0; s < stretches; s++) {
            int from = (int) ((long) y.length * s / stretches);
            int to = (int) ((long) y.length * (s + 1) / stretches);
            int least = from;
            int largest = from;
            for (int i = from; i < to; i++) {
                least = y[i] < y[least] ? i : least;
                largest = y[i] > y[largest] ? i : largest;
            }
            int[] kept = {from, Math.min(least, largest), Math.max(least, largest), to - 1};
            for (int k = 0; k < kept.length; k++) {
                if (k == 0 || kept[k] != kept[k - 1]) {
                    fewX[count] = x[kept[k]];
                    fewY[count++] = y[kept[k]];
                }
            }
        }
        return new Curve(Arrays.copyOf(fewX, count), Arrays.copyOf(fewY, count));
    }
}
