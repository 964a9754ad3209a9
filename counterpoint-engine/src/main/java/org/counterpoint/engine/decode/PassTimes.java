package org.counterpoint.engine.decode;

/**
 * How long passes over so many columns of a row take, measured as they run: what a further column costs depends on the weights' form, on the
 * machine and on who else uses it. Nothing but speed depends on it.
 */
final class PassTimes {
    /** What the newest pass changes an estimate by. */
    private static final double WEIGHT = 0.1;
    /** What is left of the other estimates: what took long once is tried again. */
    private static final double KEPT = 0.9998;

    /** Nanoseconds by columns; 0 for what was not seen yet. */
    private final double[] nanos;

    /** @param most columns of a pass */
    PassTimes(int most) {
        this.nanos = new double[most + 1];
    }

    /** Takes note of a pass. */
    void add(int columns, long taken) {
        for (int other = 1; other < nanos.length; other++) {
            nanos[other] *= other == columns ? 1 : KEPT;
        }
        nanos[columns] = nanos[columns] == 0 ? taken : nanos[columns] + WEIGHT * (taken - nanos[columns]);
    }

    /**
     * An estimate, in any unit: what was not seen yet lies on the line between its neighbours that were, and beyond them takes as long as
     * the last, to be tried once.
     */
    double of(int columns) {
        int fewer = columns;
        while (fewer > 0 && nanos[fewer] == 0) {
            fewer--;
        }
        int more = columns;
        while (more < nanos.length && nanos[more] == 0) {
            more++;
        }
        if (fewer == 0) {
            return more == nanos.length ? 1 : nanos[more];
        }
        double share = more == nanos.length || more == fewer ? 0 : (double) (columns - fewer) / (more - fewer);
        return nanos[fewer] + (share == 0 ? 0 : share * (nanos[more] - nanos[fewer]));
    }
}
