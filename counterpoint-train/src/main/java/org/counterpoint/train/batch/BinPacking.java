package org.counterpoint.train.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts work into batches: longest first, each into the first batch that has room. */
public final class BinPacking {
    private BinPacking() {}

    /**
     * @param items each with a size
     * @param limit of a batch's sizes together; a larger item gets a batch of its own
     */
    public static <T> List<List<T>> pack(List<T> items, ToIntFunction<T> size, int limit) {
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingInt(size).reversed());
        List<List<T>> batches = new ArrayList<>();
        List<Integer> room = new ArrayList<>();
        for (T item : sorted) {
            int need = size.applyAsInt(item);
            int place = 0;
            while (place < batches.size() && room.get(place) < need) {
                place++;
            }
            if (place == batches.size()) {
                batches.add(new ArrayList<>());
                room.add(limit);
            }
            batches.get(place).add(item);
            room.set(place, room.get(place) - need);
        }
        return batches;
    }
}
