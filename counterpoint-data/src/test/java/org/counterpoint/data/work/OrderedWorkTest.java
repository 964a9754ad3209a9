package org.counterpoint.data.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
                item -> 0,
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
    void heavyItemsAreFewAtOnce() {
        List<Integer> sizes = new ArrayList<>();
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Iterator<Integer> items = IntStream.range(0, 20).iterator();
        OrderedWork.run(
                new Iterator<Integer>() {
                    @Override
                    public boolean hasNext() {
                        return items.hasNext();
                    }

                    @Override
                    public Integer next() {
                        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                        return items.next();
                    }
                },
                7,
                item -> 9 << 20,
                batch -> batch,
                batch -> {
                    sizes.add(batch.size());
                    underWay.addAndGet(-batch.size());
                });
        assertThat(sizes).hasSize(20).containsOnly(1);
        assertThat(most).hasValue(2);
    }

    @Test
    void whatTheWorkThrowsReachesTheCaller() {
        assertThatThrownBy(() -> OrderedWork.run(
                        List.of(1, 2, 3).iterator(),
                        1,
                        item -> 0,
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
