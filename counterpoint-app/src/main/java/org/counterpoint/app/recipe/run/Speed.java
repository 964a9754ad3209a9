package org.counterpoint.app.recipe.run;

import org.counterpoint.app.recipe.stage.Forecast;

/**
 * How fast this machine may be: a guess for a plan, good to a factor of a few.
 *
 * @param operations floating-point operations a second, in matrix products
 * @param reads parameters read from memory a second, by a model that writes one token after another
 * @param overhead seconds that starting a stage takes
 */
record Speed(double operations, double reads, double overhead) {
    /** A guess; docs/performance.md has what was measured, which differs by processor more than tenfold. */
    private static final double OPERATIONS_A_CORE = 25e9;
    /** A guess: 4 bytes each, at 16 GB a second. */
    private static final double READS = 4e9;

    static Speed here() {
        return new Speed(OPERATIONS_A_CORE * Runtime.getRuntime().availableProcessors(), READS, 1);
    }

    double seconds(Forecast forecast) {
        return forecast.operations() / operations + forecast.steps() / reads + forecast.seconds() + overhead;
    }
}
