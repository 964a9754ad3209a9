package org.counterpoint.stats;

import java.util.Arrays;
import java.util.Comparator;

/** p-values corrected for how many questions were asked at once, such as one per category. */
public final class MultipleTests {
    private MultipleTests() {}

    /** Holm (1979): bounds the chance of even one false alarm. In the order given. */
    public static double[] holm(double[] p) {
        int[] ascending = ascending(p);
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int rank = 0; rank < p.length; rank++) {
            largest = Math.max(largest, Math.min(1, (p.length - rank) * p[ascending[rank]]));
            adjusted[ascending[rank]] = largest;
        }
        return adjusted;
    }

    /** Benjamini and Hochberg (1995): bounds the share of false alarms among those raised. In the order given. */
    public static double[] benjaminiHochberg(double[] p) {
        int[] ascending = ascending(p);
        double[] adjusted = new double[p.length];
        double smallest = 1;
        for (int rank = p.length - 1; rank >= 0; rank--) {
            smallest = Math.min(smallest, p[ascending[rank]] * p.length / (rank + 1));
            adjusted[ascending[rank]] = smallest;
        }
        return adjusted;
    }

    private static int[] ascending(double[] p) {
        for (double value : p) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a p-value lies in [0, 1], not " + value);
            }
        }
        Integer[] order = new Integer[p.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
