package org.counterpoint.engine.vector;

import jdk.incubator.vector.FloatVector;

/**
 * Products of small matrices in fp32, which lie in arrays of this process and in its caches. Sums go over {@code depth} in order,
 * so that a number does not depend on what else is computed with it.
 */
final class Products {
    /** Rows are taken so many at once, for as many sums as hide what an addition takes. */
    static final int ROWS = 4;

    private static final int LANES = Lanes.COUNT;

    /** Whether there are registers for the sums of twice as many rows. */
    private static final boolean EIGHT = LANES >= 16;

    private Products() {}

    /**
     * A matrix in an array.
     *
     * @param at where its first number stands
     * @param row from a number to the one beneath it
     * @param step from a number to the next of its row
     */
    record Place(float[] in, int at, int row, int step) {
        static Place rows(float[] in, int at, int row) {
            return new Place(in, at, row, 1);
        }

        /** The other way round. */
        Place transposed() {
            return new Place(in, at, step, row);
        }
    }

    /**
     * Adds a times b to c.
     *
     * @param a [rows, depth]
     * @param b [depth, columns], numbers of a row side by side, and
     * @param c [rows, columns] likewise
     * @param rows a multiple of {@link #ROWS}
     * @param columns whole vectors
     */
    static void add(Place a, Place b, Place c, int rows, int depth, int columns) {
        for (int j = 0; j < columns; j += 2 * LANES) {
            boolean two = j + LANES < columns;
            for (int i = 0; i < rows; ) {
                int aAt = a.at() + i * a.row();
                int bAt = b.at() + j;
                int cAt = c.at() + i * c.row() + j;
                if (two && EIGHT && rows - i >= 2 * ROWS) {
                    eightByTwo(a.in(), aAt, a.row(), a.step(), b.in(), bAt, b.row(), c.in(), cAt, c.row(), depth);
                    i += 2 * ROWS;
                } else if (two) {
                    fourByTwo(a.in(), aAt, a.row(), a.step(), b.in(), bAt, b.row(), c.in(), cAt, c.row(), depth);
                    i += ROWS;
                } else {
                    fourByOne(a.in(), aAt, a.row(), a.step(), b.in(), bAt, b.row(), c.in(), cAt, c.row(), depth);
                    i += ROWS;
                }
            }
        }
    }

    private static void eightByTwo(
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow,
            int depth) {
        int a1 = aRow;
        int a2 = 2 * aRow;
        int a3 = 3 * aRow;
        int a4 = 4 * aRow;
        int a5 = 5 * aRow;
        int a6 = 6 * aRow;
        int a7 = 7 * aRow;
        int c1 = cAt + cRow;
        int c2 = c1 + cRow;
        int c3 = c2 + cRow;
        int c4 = c3 + cRow;
        int c5 = c4 + cRow;
        int c6 = c5 + cRow;
        int c7 = c6 + cRow;
        FloatVector s0 = FloatVector.fromArray(Lanes.SPECIES, c, cAt);
        FloatVector t0 = FloatVector.fromArray(Lanes.SPECIES, c, cAt + LANES);
        FloatVector s1 = FloatVector.fromArray(Lanes.SPECIES, c, c1);
        FloatVector t1 = FloatVector.fromArray(Lanes.SPECIES, c, c1 + LANES);
        FloatVector s2 = FloatVector.fromArray(Lanes.SPECIES, c, c2);
        FloatVector t2 = FloatVector.fromArray(Lanes.SPECIES, c, c2 + LANES);
        FloatVector s3 = FloatVector.fromArray(Lanes.SPECIES, c, c3);
        FloatVector t3 = FloatVector.fromArray(Lanes.SPECIES, c, c3 + LANES);
        FloatVector s4 = FloatVector.fromArray(Lanes.SPECIES, c, c4);
        FloatVector t4 = FloatVector.fromArray(Lanes.SPECIES, c, c4 + LANES);
        FloatVector s5 = FloatVector.fromArray(Lanes.SPECIES, c, c5);
        FloatVector t5 = FloatVector.fromArray(Lanes.SPECIES, c, c5 + LANES);
        FloatVector s6 = FloatVector.fromArray(Lanes.SPECIES, c, c6);
        FloatVector t6 = FloatVector.fromArray(Lanes.SPECIES, c, c6 + LANES);
        FloatVector s7 = FloatVector.fromArray(Lanes.SPECIES, c, c7);
        FloatVector t7 = FloatVector.fromArray(Lanes.SPECIES, c, c7 + LANES);
        int at = aAt;
        int from = bAt;
        for (int k = 0; k < depth; k++) {
            FloatVector u = FloatVector.fromArray(Lanes.SPECIES, b, from);
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, b, from + LANES);
            FloatVector x = FloatVector.broadcast(Lanes.SPECIES, a[at]);
            s0 = u.fma(x, s0);
            t0 = v.fma(x, t0);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a1]);
            s1 = u.fma(x, s1);
            t1 = v.fma(x, t1);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a2]);
            s2 = u.fma(x, s2);
            t2 = v.fma(x, t2);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a3]);
            s3 = u.fma(x, s3);
            t3 = v.fma(x, t3);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a4]);
            s4 = u.fma(x, s4);
            t4 = v.fma(x, t4);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a5]);
            s5 = u.fma(x, s5);
            t5 = v.fma(x, t5);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a6]);
            s6 = u.fma(x, s6);
            t6 = v.fma(x, t6);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a7]);
            s7 = u.fma(x, s7);
            t7 = v.fma(x, t7);
            at += aStep;
            from += bRow;
        }
        s0.intoArray(c, cAt);
        t0.intoArray(c, cAt + LANES);
        s1.intoArray(c, c1);
        t1.intoArray(c, c1 + LANES);
        s2.intoArray(c, c2);
        t2.intoArray(c, c2 + LANES);
        s3.intoArray(c, c3);
        t3.intoArray(c, c3 + LANES);
        s4.intoArray(c, c4);
        t4.intoArray(c, c4 + LANES);
        s5.intoArray(c, c5);
        t5.intoArray(c, c5 + LANES);
        s6.intoArray(c, c6);
        t6.intoArray(c, c6 + LANES);
        s7.intoArray(c, c7);
        t7.intoArray(c, c7 + LANES);
    }

    private static void fourByTwo(
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow,
            int depth) {
        int a1 = aRow;
        int a2 = 2 * aRow;
        int a3 = 3 * aRow;
        int c1 = cAt + cRow;
        int c2 = c1 + cRow;
        int c3 = c2 + cRow;
        FloatVector s0 = FloatVector.fromArray(Lanes.SPECIES, c, cAt);
        FloatVector t0 = FloatVector.fromArray(Lanes.SPECIES, c, cAt + LANES);
        FloatVector s1 = FloatVector.fromArray(Lanes.SPECIES, c, c1);
        FloatVector t1 = FloatVector.fromArray(Lanes.SPECIES, c, c1 + LANES);
        FloatVector s2 = FloatVector.fromArray(Lanes.SPECIES, c, c2);
        FloatVector t2 = FloatVector.fromArray(Lanes.SPECIES, c, c2 + LANES);
        FloatVector s3 = FloatVector.fromArray(Lanes.SPECIES, c, c3);
        FloatVector t3 = FloatVector.fromArray(Lanes.SPECIES, c, c3 + LANES);
        int at = aAt;
        int from = bAt;
        for (int k = 0; k < depth; k++) {
            FloatVector u = FloatVector.fromArray(Lanes.SPECIES, b, from);
            FloatVector v = FloatVector.fromArray(Lanes.SPECIES, b, from + LANES);
            FloatVector x = FloatVector.broadcast(Lanes.SPECIES, a[at]);
            s0 = u.fma(x, s0);
            t0 = v.fma(x, t0);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a1]);
            s1 = u.fma(x, s1);
            t1 = v.fma(x, t1);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a2]);
            s2 = u.fma(x, s2);
            t2 = v.fma(x, t2);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a3]);
            s3 = u.fma(x, s3);
            t3 = v.fma(x, t3);
            at += aStep;
            from += bRow;
        }
        s0.intoArray(c, cAt);
        t0.intoArray(c, cAt + LANES);
        s1.intoArray(c, c1);
        t1.intoArray(c, c1 + LANES);
        s2.intoArray(c, c2);
        t2.intoArray(c, c2 + LANES);
        s3.intoArray(c, c3);
        t3.intoArray(c, c3 + LANES);
    }

    private static void fourByOne(
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow,
            int depth) {
        int a1 = aRow;
        int a2 = 2 * aRow;
        int a3 = 3 * aRow;
        int c1 = cAt + cRow;
        int c2 = c1 + cRow;
        int c3 = c2 + cRow;
        FloatVector s0 = FloatVector.fromArray(Lanes.SPECIES, c, cAt);
        FloatVector s1 = FloatVector.fromArray(Lanes.SPECIES, c, c1);
        FloatVector s2 = FloatVector.fromArray(Lanes.SPECIES, c, c2);
        FloatVector s3 = FloatVector.fromArray(Lanes.SPECIES, c, c3);
        int at = aAt;
        int from = bAt;
        for (int k = 0; k < depth; k++) {
            FloatVector u = FloatVector.fromArray(Lanes.SPECIES, b, from);
            FloatVector x = FloatVector.broadcast(Lanes.SPECIES, a[at]);
            s0 = u.fma(x, s0);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a1]);
            s1 = u.fma(x, s1);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a2]);
            s2 = u.fma(x, s2);
            x = FloatVector.broadcast(Lanes.SPECIES, a[at + a3]);
            s3 = u.fma(x, s3);
            at += aStep;
            from += bRow;
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, c1);
        s2.intoArray(c, c2);
        s3.intoArray(c, c3);
    }
}
