package org.counterpoint.train.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Cuts work into batches: longest first, each into the first batch that has room. Where as many batches can be had that are about
 * as large as one another, they are: the largest decides what memory is needed.
 */
public final class BinPacking {
    private BinPacking() {}

    /**
     * @param items each with a size
     * @param limit of a batch's sizes together; a larger item gets a batch of its own
     */
    public static <T> List<List<T>> pack(List<T> items, ToIntFunction<T> size, int limit) {
        List<Sized<T>> sorted = new ArrayList<>();
        for (T item : items) {
            sorted.add(new Sized<>(item, size.applyAsInt(item)));
        }
        sorted.sort(Comparator.<Sized<T>>comparingInt(Sized::size).reversed());
        long tooLarge = sorted.stream().filter(item -> item.size() > limit).count();
        List<Sized<T>> others = sorted.stream().skip(tooLarge).toList();
        List<Batch<T>> filled = filled(others, limit);
        List<Batch<T>> even = even(others, filled.size());
        boolean fits = even.stream().allMatch(batch -> batch.size <= limit);
        return Stream.concat(
                        sorted.stream().limit(tooLarge).map(item -> List.of(item.item())),
                        (fits ? even : filled).stream().map(batch -> batch.items))
                .toList();
    }

    private record Sized<T>(T item, int size) {}

    private static final class Batch<T> {
        private final List<T> items = new ArrayList<>();
        private long size;

        void add(Sized<T> item) {
            items.add(item.item());
            size += item.size();
        }
    }

    private static <T> List<Batch<T>> filled(List<Sized<T>> sorted, int limit) {
        List<Batch<T>> batches = new ArrayList<>();
        for (Sized<T> item : sorted) {
            batches.stream()
                    .filter(batch -> batch.size + item.size() <= limit)
                    .findFirst()
                    .orElseGet(() -> {
                        Batch<T> batch = new Batch<>();
                        batches.add(batch);
                        return batch;
                    })
                    .add(item);
        }
        return batches;
    }

    /** Each item into the batch that is the smallest so far. */
    private static <T> List<Batch<T>> even(List<Sized<T>> sorted, int count) {
        List<Batch<T>> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(new Batch<>());
        }
        for (Sized<T> item : sorted) {
            batches.stream()
                    .min(Comparator.comparingLong(batch -> batch.size))
                    .orElseThrow()
                    .add(item);
        }
        return batches;
    }
}
