package org.counterpoint.engine.model;

import java.util.List;
import java.util.stream.Stream;

/** Where golden tests compute: on the processor, unless {@code -Dcounterpoint.test.device} names a CUDA device; see scripts/gpu-check. */
final class TestDevices {
    private static final String NAME = System.getProperty("counterpoint.test.device", "cpu");

    private TestDevices() {}

    /** The one that suits. */
    static Device one() {
        return Device.named(NAME);
    }

    /** With each kind of kernels that it has. */
    static List<Device> all() {
        Device device = one();
        return device.isCpu() ? Stream.of(KernelKind.values()).map(Device::cpu).toList() : List.of(device);
    }
}
