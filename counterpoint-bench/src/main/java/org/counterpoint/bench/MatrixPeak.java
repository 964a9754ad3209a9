package org.counterpoint.bench;

import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.NativeRuntime;

/**
 * How fast this machine multiplies matrices of a small model's shape, in 10^9 floating-point operations a second.
 * Measured in this process, which must have been started with the launcher's environment (see {@code run}).
 */
record MatrixPeak(double fp32, double bf16) {

    /** Takes a second or two on all cores. */
    static MatrixPeak measure() {
        return new MatrixPeak(NativeRuntime.gemmGflops(Precision.FP32), NativeRuntime.gemmGflops(Precision.BF16_MIXED));
    }

    /** What share of the peak of its arithmetic {@code flops} in {@code seconds} are. */
    double share(String arithmetic, double flops, double seconds) {
        return flops / seconds / 1e9 / (arithmetic.equals("fp32") ? fp32 : bf16);
    }
}
