package org.counterpoint.train.ranks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.model.Device;
import org.counterpoint.train.ranks.DeviceExchange.Over;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over what ranks exchange the numbers of their devices, and what stands in the way. */
class DeviceExchangeTest {
    @TempDir
    Path logs;

    @Test
    void ncclConnectsDevicesOfTheirOwn() {
        assertThat(DeviceExchange.hindrance(List.of(place("a", "", 0), place("a", "", 1), place("b", "", 0))))
                .isEmpty();
        assertThat(DeviceExchange.hindrance(List.of(place("a", "0", 0), place("a", "1", 0))))
                .as("each sees its own alone")
                .isEmpty();
    }

    @Test
    void whatStandsInTheWayIsNamed() {
        assertThat(DeviceExchange.hindrance(List.of(place("a", "", 0), place("b", "", -1))))
                .contains("rank 1 computes on the processor");
        assertThat(DeviceExchange.hindrance(List.of(place("a", "", 0), new DevicePlace("b", "", 0, "no libnccl"))))
                .contains("rank 1 has no NCCL: no libnccl");
        assertThat(DeviceExchange.hindrance(List.of(place("a", "", 0), place("b", "", 0), place("a", "", 0))))
                .contains("ranks 0 and 2 share cuda:0 of a");
    }

    @Test
    void processorsNeedNoWord() throws Exception {
        assertThat(said(Over.AUTO, rank -> Device.cpu())).containsExactly("", "");
    }

    @Test
    void devicesWithoutNcclGoTheLongWayAndSaySo() throws Exception {
        List<String> said = said(Over.AUTO, rank -> new Device(rank, null));
        assertThat(said.get(0))
                .startsWith(
                        "warning: gradients of CUDA devices go through the processors' memory: rank 0 has no NCCL: ")
                .isEqualTo(said.get(1));
        assertThat(said(Over.GLOO, rank -> new Device(rank, null))).containsExactly("", "");
    }

    @Test
    void ncclThatWasAskedForAndCannotBeIsRefused() throws Exception {
        assertThat(said(Over.NCCL, rank -> Device.cpu()))
                .containsOnly("ranks.over=nccl: rank 0 computes on the processor\n  mend that, or set ranks.over=gloo");
    }

    @Test
    void aRankWithoutItsDeviceIsNamedByAll() throws Exception {
        assertThat(said(Over.AUTO, rank -> {
                    if (rank == 1) {
                        throw new ModelException("2 processes find 1 here");
                    }
                    return Device.cpu();
                }))
                .containsExactly("rank 1: 2 processes find 1 here", "2 processes find 1 here");
    }

    private List<String> said(Over asked, IntFunction<Device> device) throws Exception {
        List<Future<String>> ranks = RankThreads.run(2, plan -> {
            try (Ranks all = plan.open(new RankSettings(null, Duration.ofSeconds(20)), logs, 1)) {
                return DeviceExchange.agree(all, asked, () -> device.apply(plan.rank()))
                        .orElse("");
            }
        });
        List<String> said = new ArrayList<>();
        for (Future<String> rank : ranks) {
            try {
                said.add(rank.get());
            } catch (ExecutionException e) {
                said.add(String.valueOf(e.getCause().getMessage()));
            }
        }
        return said;
    }

    private static DevicePlace place(String machine, String visible, int gpu) {
        return new DevicePlace(machine, visible, gpu, "");
    }
}
