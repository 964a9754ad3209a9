package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;

/** Which device a process has, on machines with some of them. */
class DeviceTest {

    @Test
    void eachProcessOfAMachineHasADeviceOfItsOwn() {
        assertThat(named("cuda", 0, 1, 1)).isEqualTo(new Device(0, null));
        assertThat(named("cuda", 3, 4, 4)).isEqualTo(new Device(3, null));
        assertThat(named("auto", 1, 2, 8)).isEqualTo(new Device(1, null));
        assertThat(named("CUDA:1", 3, 4, 2)).as("named, they share it").isEqualTo(new Device(1, null));
    }

    @Test
    void aMachineWithoutDevicesHasItsProcessor() {
        assertThat(named("auto", 3, 4, 0)).isEqualTo(Device.cpu());
        assertThat(named("cpu", 3, 4, 2)).isEqualTo(Device.cpu());
        assertThatThrownBy(() -> named("cuda", 0, 1, 0))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("device=cuda: there is no CUDA device here");
    }

    @Test
    void moreProcessesThanDevicesAreRefusedByAllOfThem() {
        String message =
                "device=cuda gives each process of a machine a CUDA device of its own, and 3 processes find 2 here"
                        + "\n  start as many processes as devices; where a launcher shows each process its own device alone, or"
                        + " they are to share one, give device=cuda:0";
        assertThatThrownBy(() -> named("cuda", 0, 3, 2))
                .isInstanceOf(ModelException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> named("cuda", 2, 1, 2))
                .as("of a launcher that does not say how many there are")
                .hasMessage(message);
        assertThatThrownBy(() -> named("cuda:2", 0, 1, 2))
                .hasMessage("device=cuda:2: there are 2 CUDA devices here, numbered from 0");
    }

    private static Device named(String name, int place, int here, int devices) {
        return Device.named(name, place, here, () -> devices);
    }
}
