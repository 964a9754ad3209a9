package org.counterpoint.train.run;

/** Where golden runs compute: on the processor, unless {@code -Dcounterpoint.test.device} names a CUDA device; see scripts/gpu-check. */
final class TestDevice {
    private TestDevice() {}

    static String setting() {
        return "device=" + System.getProperty("counterpoint.test.device", "cpu");
    }
}
