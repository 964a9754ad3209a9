package org.counterpoint.data.work;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The same work on batch after batch, in several threads, the results in order. */
public final class OrderedWork {
    private static final int AHEAD = 4;

    private OrderedWork() {}

    /**
     * Runs to the last item.
     *
     * @param batch how many items a batch has
     * @param work called from several threads
     * @param take called from this thread only, in the order of the items
     */
    public static <I, O> void run(Iterator<I> items, int batch, Function<List<I>, O> work, Consumer<O> take) {
        OrderedTasks<O> tasks = new OrderedTasks<>();
        while (items.hasNext() || tasks.size() > 0) {
            while (items.hasNext() && tasks.size() < AHEAD) {
                List<I> next = new ArrayList<>(batch);
                while (items.hasNext() && next.size() < batch) {
                    next.add(items.next());
                }
                tasks.add(() -> work.apply(next));
            }
            take.accept(tasks.take());
        }
    }
}
