package org.counterpoint.recipe.run;

import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.model.NativeRuntime;
import org.counterpoint.recipe.stage.Forecast;
import org.counterpoint.train.plan.MachineRates;

/**
 * How fast this machine may be: for a guess that is good to a factor of two or three where it does nothing else.
 *
 * @param operations floating-point operations a second and thread, in passes through a model
 * @param threads that one operation uses
 */
record Speed(double operations, int threads) {
    /** Of what a bare matrix product reaches; attention, norms and the optimizer take the rest (docs/performance.md). */
    private static final double SHARE_OF_PRODUCTS = 0.5;
    /** Where nothing is to be computed, or nothing can be: it will be told then. */
    private static final double UNMEASURED = 25e9;
    /** Parameters read from memory a second, by a model that writes one token after another: 4 bytes each, 16 GB/s. */
    private static final double READS = 4e9;
    /** Seconds that starting a stage takes. */
    private static final double OVERHEAD = 0.5;

    static Speed unmeasured() {
        return new Speed(UNMEASURED, Runtime.getRuntime().availableProcessors());
    }

    /** By a short matrix product; with the loading of the native library about a second. */
    static Speed measured() {
        try {
            return new Speed(SHARE_OF_PRODUCTS * NativeRuntime.quickGemmGflops() * 1e9, NativeRuntime.threads());
        } catch (ModelException e) {
            return unmeasured();
        }
    }

    /** For the plan of a stage. */
    MachineRates machine() {
        return MachineRates.of(operations * threads);
    }

    double seconds(Forecast forecast) {
        int used = forecast.threads() == 0 ? threads : Math.min(threads, forecast.threads());
        return forecast.operations() / (operations * used) + forecast.steps() / READS + forecast.seconds() + OVERHEAD;
    }
}
