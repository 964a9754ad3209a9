package org.counterpoint.train.ranks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.counterpoint.engine.model.Device;

/** Over what ranks exchange the numbers of the devices on which they compute: agreed on by all of them, once they have met. */
public final class DeviceExchange {

    /** What a setting asks for. */
    public enum Over {
        /** NCCL where each rank has a CUDA device and NCCL, else Gloo. */
        AUTO,
        /** Through the processors' memory. */
        GLOO,
        /** From one CUDA device to another, or not at all. */
        NCCL
    }

    private DeviceExchange() {}

    /**
     * Agrees, and connects the devices.
     *
     * @param device finds this rank's
     * @return what is to be said of numbers that take the longer way
     * @throws RankException naming the rank that has no such device, or for which NCCL was asked and cannot be
     */
    public static Optional<String> agree(Ranks ranks, Over asked, Supplier<Device> device) throws IOException {
        if (ranks.size() == 1) {
            return Optional.empty();
        }
        List<DevicePlace> places = RankWork.each(
                        ranks, () -> DevicePlace.of(device.get()).bytes())
                .stream()
                .map(DevicePlace::of)
                .toList();
        Optional<String> hindrance = hindrance(places);
        if (asked == Over.NCCL && hindrance.isPresent()) {
            throw new RankException("ranks.over=nccl: " + hindrance.get() + "\n  mend that, or set ranks.over=gloo");
        }
        if (asked != Over.GLOO && hindrance.isEmpty()) {
            ranks.connectDevices(places.get(ranks.rank()).gpu());
        }
        boolean onDevices = places.stream().anyMatch(place -> !place.isProcessor());
        return hindrance
                .filter(words -> onDevices && asked == Over.AUTO)
                .map(words -> "warning: gradients of CUDA devices go through the processors' memory: " + words);
    }

    /** Why NCCL cannot connect these; empty where it can. */
    static Optional<String> hindrance(List<DevicePlace> places) {
        for (int rank = 0; rank < places.size(); rank++) {
            DevicePlace place = places.get(rank);
            if (place.isProcessor()) {
                return Optional.of("rank " + rank + " computes on the processor");
            }
            if (!place.missing().isEmpty()) {
                return Optional.of("rank " + rank + " has no NCCL: " + place.missing());
            }
            for (int before = 0; before < rank; before++) {
                if (place.sharesWith(places.get(before))) {
                    return Optional.of("ranks " + before + " and " + rank + " share cuda:" + place.gpu() + " of "
                            + place.machine());
                }
            }
        }
        return Optional.empty();
    }
}
