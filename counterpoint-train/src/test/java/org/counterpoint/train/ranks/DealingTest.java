package org.counterpoint.train.ranks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DealingTest {

    @Test
    void dealsTheLargestFirstToWhoeverHasLeast() {
        assertThat(Dealing.balanced(List.of(3, 9, 4, 5, 5), size -> size, 2))
                .containsExactly(List.of(1, 2), List.of(0, 3, 4));
        assertThat(Dealing.balanced(List.of(7), size -> size, 3)).containsExactly(List.of(0), List.of(), List.of());
    }

    @Test
    void dealsShardsInRunsThatDifferByOneAtMost() {
        for (int ranks = 1; ranks <= 16; ranks++) {
            int of = ranks;
            int[] counts = IntStream.range(0, ranks)
                    .map(rank -> Dealing.firstShard(rank + 1, of, 16) - Dealing.firstShard(rank, of, 16))
                    .toArray();
            assertThat(IntStream.of(counts).sum()).isEqualTo(16);
            assertThat(IntStream.of(counts).max().orElseThrow()
                            - IntStream.of(counts).min().orElseThrow())
                    .isLessThanOrEqualTo(1);
        }
    }
}
