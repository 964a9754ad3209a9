package org.counterpoint.console;

/**
 * A time left that settles: a new guess moves it by a part, the less the shorter ago the last one was made, so that it
 * counts down evenly and does not jump to and fro.
 */
public final class SettledTime {
    /** A guess is followed within a sixth of the time that it speaks of, but within these bounds, in seconds. */
    private static final double QUICKEST = 4;

    private static final double SLOWEST = 200;

    private double left = Double.NaN;
    private double at;

    /**
     * @param guess how many seconds seem to be left; NaN where nobody knows, which leaves all as it is
     * @param now in seconds, of any clock that only goes forward
     * @return what to show; NaN before the first guess
     */
    public double settle(double guess, double now) {
        if (Double.isNaN(guess)) {
            return Double.isNaN(left) ? left : Math.max(0, left - (now - at));
        }
        if (Double.isNaN(left)) {
            left = guess;
        } else {
            double since = now - at;
            double expected = Math.max(0, left - since);
            double pace = Math.min(SLOWEST, Math.max(QUICKEST, expected / 6));
            left = expected + (1 - Math.exp(-since / pace)) * (guess - expected);
        }
        at = now;
        return left;
    }
}
