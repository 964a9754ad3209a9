package org.counterpoint.data.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedWorkTest {
    @Test
    void resultsComeInOrderThoughTheFirstTakesLongest() {
        CountDownLatch others = new CountDownLatch(2);
        List<Integer> taken = new ArrayList<>();
        OrderedWork.run(
                IntStream.range(0, 100).iterator(),
                7,
                batch -> {
                    if (batch.get(0) == 0) {
                        // The batches behind it finish first, unless this thread is the only one.
                        waitFor(others);
                    } else {
                        others.countDown();
                    }
                    return batch;
                },
                taken::addAll);
        assertThat(taken).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void whatTheWorkThrowsReachesTheCaller() {
        assertThatThrownBy(() -> OrderedWork.run(
                        List.of(1, 2, 3).iterator(),
                        1,
                        batch -> {
                            throw new IllegalArgumentException("at " + batch);
                        },
                        result -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at [1]");
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
