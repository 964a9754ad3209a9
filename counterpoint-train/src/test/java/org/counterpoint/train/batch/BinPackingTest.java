package org.counterpoint.train.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinPackingTest {
    private static List<List<Integer>> pack(int limit, Integer... sizes) {
        return BinPacking.pack(List.of(sizes), size -> size, limit);
    }

    private static int sum(List<Integer> batch) {
        return batch.stream().mapToInt(size -> size).sum();
    }

    @Test
    void batchesAreEvenWhereNoMoreAreNeeded() {
        assertThat(pack(100, 40, 40, 30, 10)).containsExactly(List.of(40, 30), List.of(40, 10));
        assertThat(pack(100, 30, 20, 10)).containsExactly(List.of(30, 20, 10));
    }

    /** Each into the smaller one would come to 6 + 4 + 4 and 6 + 4. */
    @Test
    void batchesAreFilledWhereEvenOnesWouldNotFit() {
        List<List<Integer>> batches = pack(12, 6, 6, 4, 4, 4);
        assertThat(batches).containsExactly(List.of(6, 6), List.of(4, 4, 4));
    }

    @Test
    void whatIsLargerThanABatchIsAlone() {
        assertThat(pack(10, 3, 25, 4, 4, 11)).containsExactly(List.of(25), List.of(11), List.of(4, 3), List.of(4));
        assertThat(pack(10)).isEmpty();
    }

    @Test
    void allIsThereOnceWithinTheLimitAndInNoMoreBatchesThanFilledOnesWere() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 200; round++) {
            List<Integer> sizes = new ArrayList<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                sizes.add(random.nextInt(1, 100));
            }
            List<List<Integer>> batches = BinPacking.pack(sizes, size -> size, 150);
            assertThat(batches.stream().flatMap(List::stream).toList()).containsExactlyInAnyOrderElementsOf(sizes);
            assertThat(batches).allSatisfy(batch -> assertThat(sum(batch)).isBetween(1, 150));
            assertThat(batches).hasSizeLessThanOrEqualTo(firstFit(sizes, 150));
        }
    }

    private static int firstFit(List<Integer> sizes, int limit) {
        List<Integer> room = new ArrayList<>();
        sizes.stream().sorted((a, b) -> b - a).forEach(size -> {
            int place = 0;
            while (place < room.size() && room.get(place) < size) {
                place++;
            }
            if (place == room.size()) {
                room.add(limit);
            }
            room.set(place, room.get(place) - size);
        });
        return room.size();
    }
}
