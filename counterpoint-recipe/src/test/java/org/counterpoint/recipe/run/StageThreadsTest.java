package org.counterpoint.recipe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StageThreadsTest {

    @Test
    void severalWorkAtOnceEachInAPlaceOfItsOwn() {
        CyclicBarrier together = new CyclicBarrier(2); // passed by two only
        try (StageThreads<String> threads = new StageThreads<>(2)) {
            threads.start("a", place -> together.await());
            assertThat(threads.isFull()).isFalse();
            threads.start("b", place -> together.await());
            assertThat(threads.isFull()).isTrue();

            List<StageThreads.Ended<String>> ended = List.of(threads.take(), threads.take());
            assertThat(ended).extracting(StageThreads.Ended::what).containsExactlyInAnyOrder("a", "b");
            assertThat(ended).extracting(StageThreads.Ended::place).containsExactlyInAnyOrder(0, 1);
            assertThat(ended).allMatch(one -> one.failure() == null);
            assertThat(threads.isIdle()).isTrue();
        }
    }

    @Test
    void oneWorksOnTheThreadThatStartsIt() {
        AtomicReference<Thread> where = new AtomicReference<>();
        try (StageThreads<String> threads = new StageThreads<>(1)) {
            threads.start("a", place -> where.set(Thread.currentThread()));
            assertThat(threads.isFull()).isTrue();
            assertThat(threads.take().what()).isEqualTo("a");
        }
        assertThat(where.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void whatFailsIsTakenWithItsFailureAndLeavesItsPlace() {
        List<Throwable> failures = List.of(new IOException("no"), new StackOverflowError());
        for (int atOnce : new int[] {1, 2}) {
            try (StageThreads<Throwable> threads = new StageThreads<>(atOnce)) {
                for (Throwable failure : failures) {
                    threads.start(failure, place -> fail(failure));
                    StageThreads.Ended<Throwable> ended = threads.take();
                    assertThat(ended.failure()).isSameAs(ended.what()).isSameAs(failure);
                }
                assertThat(Stream.of(threads.isFull(), threads.isIdle())).containsExactly(false, true);
            }
        }
    }

    private static void fail(Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (Exception) failure;
    }
}
