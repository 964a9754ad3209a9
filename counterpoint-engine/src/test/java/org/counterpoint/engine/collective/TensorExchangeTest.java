package org.counterpoint.engine.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.counterpoint.engine.Floats;
import org.junit.jupiter.api.Test;

/** The calls that Gloo and NCCL have in common, over Gloo; waited for as those of NCCL are. */
class TensorExchangeTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** What one of two processes does. */
    private interface Work<T> {
        T as(int rank, ProcessGroupGloo group) throws Exception;
    }

    @Test
    void numbersOfAllAreSummedGatheredAndHandedOut() throws Exception {
        List<float[]> found = both((rank, group) -> {
            TensorExchange exchange = new TensorExchange(group, 2, new Polling(LONG, () -> false));
            try (Floats own = Floats.zeros(2);
                    Floats all = Floats.zeros(4)) {
                own.buffer().put(0, rank + 1).put(1, 10);
                exchange.gather(own.tensor(), all.tensor());
                exchange.sum(own.tensor());
                float[] sum = {own.buffer().get(0), own.buffer().get(1)};
                exchange.addSums(all.tensor(), own.tensor());
                float[] more = {own.buffer().get(0), own.buffer().get(1)};
                exchange.broadcast(own.tensor(), 1);
                return new float[] {
                    all.buffer().get(2),
                    sum[0],
                    sum[1],
                    more[0],
                    more[1],
                    own.buffer().get(0)
                };
            }
        });
        assertThat(found.get(0)).containsExactly(2, 3, 20, 3 + 2, 20 + 20, 3 + 4);
        assertThat(found.get(1)).containsExactly(2, 3, 20, 3 + 4, 20 + 20, 3 + 4);
    }

    @Test
    void aLongWaitAsksWhetherSomebodyIsLost() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        List<Float> found = both((rank, group) -> {
            if (rank == 1) {
                asked.await(); // the other waits in its exchange until it has asked
            }
            Polling polling = new Polling(LONG, () -> {
                asked.countDown();
                return false;
            });
            try (Floats own = Floats.zeros(1)) {
                own.buffer().put(0, 1);
                new TensorExchange(group, 2, polling).sum(own.tensor());
                return own.buffer().get(0);
            }
        });
        assertThat(found).containsExactly(2f, 2f);
    }

    @Test
    void nobodyWaitsForOneThatIsLostOrLate() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        both((rank, group) -> {
            if (rank == 1) {
                return over.await(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
            }
            try (Floats own = Floats.zeros(1)) {
                assertThatThrownBy(() -> new TensorExchange(group, 2, new Polling(LONG, () -> true)).sum(own.tensor()))
                        .isInstanceOf(CollectiveException.class)
                        .hasMessage("a process ended during an exchange");
                Polling late = new Polling(Duration.ofMillis(50), () -> false);
                assertThatThrownBy(() -> new TensorExchange(group, 2, late).sum(own.tensor()))
                        .isInstanceOf(CollectiveException.class)
                        .hasMessage("Timed out waiting 50ms for an exchange");
            }
            over.countDown();
            return true;
        });
    }

    @Test
    void whatAnExchangeFailsWithIsSaid() throws Exception {
        both((rank, group) -> {
            try (Floats own = Floats.zeros(2);
                    Floats all = Floats.zeros(3)) {
                TensorExchange exchange = new TensorExchange(group, 2, new Polling(LONG, () -> false));
                assertThatThrownBy(() -> exchange.gather(own.tensor(), all.tensor()))
                        .isInstanceOf(CollectiveException.class);
            }
            return true;
        });
    }

    @Test
    void withoutItsLibraryNcclIsMissing() {
        assertThat(NcclGroup.missing())
                .hasValueSatisfying(words -> assertThat(words).contains("nccl"));
    }

    @Test
    void theEnvironmentOfNativeCodeIsSetWhereNobodyHas() {
        NativeEnvironment.setDefault("COUNTERPOINT_TEST", "first");
        NativeEnvironment.setDefault("COUNTERPOINT_TEST", "second");
        assertThat(com.sun.jna.NativeLibrary.getInstance("c")
                        .getFunction("getenv")
                        .invokeString(new Object[] {"COUNTERPOINT_TEST"}, false))
                .isEqualTo("first");
    }

    private static <T> List<T> both(Work<T> work) throws Exception {
        try (Rendezvous host = Rendezvous.host(0, LONG)) {
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Future<T>> ranks = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    int rank = i;
                    ranks.add(threads.submit(() -> {
                        try (Rendezvous at = Rendezvous.join("127.0.0.1", host.port(), LONG);
                                PointerScope scope = new PointerScope()) {
                            return work.as(rank, connected(at, rank));
                        }
                    }));
                }
                List<T> results = new ArrayList<>();
                for (Future<T> rank : ranks) {
                    results.add(rank.get());
                }
                return results;
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static ProcessGroupGloo connected(Rendezvous at, int rank) {
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(new Milliseconds(LONG.toMillis()));
        options.devices(new GlooDeviceVector(ProcessGroupGloo.createDeviceForHostname("127.0.0.1")));
        return QuietOutput.during(() -> new ProcessGroupGloo(at.store(), rank, 2, options));
    }
}
