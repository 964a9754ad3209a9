package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeWorkersTest {
    private int threads;

    @BeforeEach
    void threeThreads() {
        threads = NativeRuntime.threads();
        NativeRuntime.setThreads(3);
        NativeRuntime.load();
    }

    @AfterEach
    void restoreThreads() {
        NativeRuntime.setThreads(threads);
        NativeRuntime.load();
    }

    @Test
    void eachPartRunsOnceOnAThreadThatComputesAlone() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        Set<Integer> nativeThreads = ConcurrentHashMap.newKeySet();
        NativeWorkers.run(IntStream.range(0, 20)
                .<Runnable>mapToObj(part -> () -> {
                    assertThat(done.add(part)).isTrue();
                    nativeThreads.add(torch.get_num_threads());
                })
                .toList());
        assertThat(done).hasSize(20);
        assertThat(nativeThreads).containsExactly(1);
        assertThat(torch.get_num_threads()).isEqualTo(3);
    }

    @Test
    void whoComputesForTheFirstTimeAfterwardsHasAllThreads() throws InterruptedException {
        NativeWorkers.run(List.of(() -> {}, () -> {}, () -> {}));
        int[] found = new int[1];
        Thread newcomer = new Thread(() -> found[0] = torch.get_num_threads());
        newcomer.start();
        newcomer.join();
        assertThat(found[0]).isEqualTo(3);
    }

    @Test
    void onePartByItselfRunsHereWithAllThreads() {
        NativeWorkers.run(List.of(() -> {
            assertThat(Thread.currentThread().getName()).isNotEqualTo("native-worker");
            assertThat(torch.get_num_threads()).isEqualTo(3);
        }));
    }

    @Test
    void aFailureIsThrownWhenNoPartRunsAnyMore() {
        CountDownLatch failed = new CountDownLatch(1);
        Set<String> done = ConcurrentHashMap.newKeySet();
        Runnable fails = () -> {
            failed.countDown();
            throw new IllegalStateException("no memory");
        };
        Runnable ends = () -> {
            try {
                failed.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            done.add("other");
        };
        assertThatThrownBy(() -> NativeWorkers.run(List.of(fails, ends)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no memory");
        assertThat(done).containsExactly("other");
    }
}
