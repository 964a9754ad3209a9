package org.counterpoint.data.work;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The same work on batch after batch, in several threads, the results in order. */
public final class OrderedWork {
    private static final long HEAVY = 1 << 20;

    private OrderedWork() {}

    /**
     * Runs to the last item.
     *
     * @param batch how many items a batch has, fewer where they are heavy
     * @param weight about how many bytes an item holds
     * @param work called from several threads
     * @param take called from this thread only, in the order of the items
     */
    public static <I, O> void run(
            Iterator<I> items, int batch, ToLongFunction<I> weight, Function<List<I>, O> work, Consumer<O> take) {
        OrderedTasks<O> tasks = new OrderedTasks<>();
        while (items.hasNext() || tasks.size() > 0) {
            while (items.hasNext() && tasks.hasRoom()) {
                List<I> next = new ArrayList<>(batch);
                long weights = 0;
                while (items.hasNext() && next.size() < batch && weights < HEAVY) {
                    I item = items.next();
                    weights += weight.applyAsLong(item);
                    next.add(item);
                }
                tasks.add(() -> work.apply(next), weights);
            }
            take.accept(tasks.take());
        }
    }
}
