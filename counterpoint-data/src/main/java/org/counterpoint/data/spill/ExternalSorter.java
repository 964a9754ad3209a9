package org.counterpoint.data.spill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Merge sort in bounded memory: what exceeds the scratch's budget goes to sorted files, which are merged as they are
 * read. The order must tell any two values apart, so that the result does not depend on where the files were cut.
 */
final class ExternalSorter<T> {
    /** Files merged at once; each holds a descriptor and a buffer. */
    private static final int FAN_IN = 64;

    private final Comparator<? super T> order;
    private final Codec<T> codec;
    private final Scratch scratch;
    private List<T> memory = new ArrayList<>();
    private long weight;
    private List<Spool<T>> runs = new ArrayList<>();

    ExternalSorter(Comparator<? super T> order, Codec<T> codec, Scratch scratch) {
        this.order = order;
        this.codec = codec;
        this.scratch = scratch;
    }

    void add(T value) {
        memory.add(value);
        weight += codec.weight(value);
        if (weight > scratch.budget()) {
            spill();
        }
    }

    /** Everything added, in order; to be asked for once, after the last addition. */
    Iterator<T> sorted() {
        if (runs.isEmpty()) {
            return sortedMemory();
        }
        spill();
        return new Merge<>(order, runs);
    }

    private void spill() {
        if (memory.isEmpty()) {
            return;
        }
        runs.add(write(sortedMemory()));
        memory = new ArrayList<>();
        weight = 0;
        if (runs.size() == FAN_IN) {
            List<Spool<T>> merged = runs;
            runs = new ArrayList<>(List.of(write(new Merge<>(order, merged))));
        }
    }

    private Iterator<T> sortedMemory() {
        @SuppressWarnings("unchecked") // an array of what the list holds
        T[] values = (T[]) memory.toArray();
        Arrays.parallelSort(values, order);
        return Arrays.asList(values).iterator();
    }

    private Spool<T> write(Iterator<T> values) {
        Spool<T> run = new Spool<>(codec, scratch);
        values.forEachRemaining(run::add);
        run.finish();
        return run;
    }

    /** Always gives the least of the runs' next values; deletes a run once it is read. */
    private static final class Merge<T> implements Iterator<T> {
        private final PriorityQueue<Head<T>> heads;

        Merge(Comparator<? super T> order, List<Spool<T>> runs) {
            this.heads = new PriorityQueue<>(runs.size(), (a, b) -> order.compare(a.value, b.value));
            for (Spool<T> run : runs) {
                advance(run, run.open());
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public T next() {
            Head<T> head = heads.remove();
            advance(head.run, head.cursor);
            return head.value;
        }

        private void advance(Spool<T> run, Spool.Cursor<T> cursor) {
            T value = cursor.nextOrNull();
            if (value == null) {
                cursor.close();
                run.close();
            } else {
                heads.add(new Head<>(value, run, cursor));
            }
        }
    }

    private record Head<T>(T value, Spool<T> run, Spool.Cursor<T> cursor) {}
}
