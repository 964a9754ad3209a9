package org.counterpoint.stats;

/**
 * How many instructions it takes to see a difference, for a mean of independent values (scores against 0.5, or paired
 * differences against 0) and a two-sided test by the normal approximation.
 *
 * @param level of the interval or test that is to exclude "no difference", such as 0.95
 * @param power the chance to see a difference that is there, such as 0.8
 */
public record Power(double level, double power) {
    public Power {
        if (!(level > 0 && level < 1 && power > 0.5 && power < 1)) {
            throw new IllegalArgumentException("level " + level + ", power " + power);
        }
    }

    /** The usual choice: 95 % level, 80 % power. */
    public static Power usual() {
        return new Power(0.95, 0.8);
    }

    /**
     * @param difference the true mean, not 0
     * @param standardDeviation of one instruction's value
     */
    public long instructionsNeeded(double difference, double standardDeviation) {
        if (difference == 0) {
            throw new IllegalArgumentException("no number of instructions shows a difference of 0");
        }
        return Math.max(1, (long) Math.ceil(Math.pow(reach() * standardDeviation / difference, 2)));
    }

    /** The smallest true mean that this many instructions show with the power asked for. */
    public double smallestDifference(long instructions, double standardDeviation) {
        if (instructions < 1) {
            throw new IllegalArgumentException(instructions + " instructions");
        }
        return reach() * standardDeviation / Math.sqrt((double) instructions);
    }

    private double reach() {
        return Normal.reach(level) + Normal.quantile(power);
    }
}
