package org.counterpoint.train.ranks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.counterpoint.engine.collective.NcclGroup;
import org.counterpoint.engine.model.Device;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a rank computes.
 *
 * @param machine its name
 * @param visible which of the machine's CUDA devices it sees, as its environment says; "" for all
 * @param gpu which of those it has; -1 for the processor
 * @param missing why it has no NCCL; "" where it has
 */
record DevicePlace(String machine, String visible, int gpu, String missing) {

    static DevicePlace of(Device device) throws IOException {
        String visible =
                Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")).orElse("");
        return new DevicePlace(
                MachineName.here(),
                visible,
                device.gpu(),
                device.isCpu() ? "" : NcclGroup.missing().orElse(""));
    }

    static DevicePlace of(byte[] bytes) {
        return JsonMapper.shared().readValue(bytes, DevicePlace.class);
    }

    byte[] bytes() {
        return JsonMapper.shared().writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
    }

    boolean isProcessor() {
        return gpu < 0;
    }

    /** Whether two ranks have one device. */
    boolean sharesWith(DevicePlace other) {
        return !isProcessor() && gpu == other.gpu && machine.equals(other.machine) && visible.equals(other.visible);
    }
}
