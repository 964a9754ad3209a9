package org.counterpoint.train.curriculum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {

    @Test
    void shufflingIsAPermutationBySeedAndEpoch() {
        int[] first = GroupOrder.SHUFFLED.of(1000, 3, 0);
        assertThat(IntStream.of(first).sorted().toArray())
                .isEqualTo(IntStream.range(0, 1000).toArray());
        assertThat(GroupOrder.SHUFFLED.of(1000, 3, 0)).isEqualTo(first);
        assertThat(GroupOrder.SHUFFLED.of(1000, 3, 1)).isNotEqualTo(first);
        assertThat(GroupOrder.SHUFFLED.of(1000, 4, 0)).isNotEqualTo(first);
    }

    @Test
    void shufflingSendsEveryGroupEverywhere() {
        int[] counts = new int[5];
        for (int seed = 0; seed < 5000; seed++) {
            counts[GroupOrder.SHUFFLED.of(5, seed, 0)[0]]++;
        }
        assertThat(counts).satisfies(c -> assertThat(IntStream.of(c).boxed()).allMatch(n -> n > 900 && n < 1100));
    }

    @Test
    void theFilesOrderStays() {
        assertThat(GroupOrder.FILE.of(4, 3, 9)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void risingScoresKeepTheFilesOrderAmongEquals() {
        double[] scores = {2, 1, 2, 0.5, 1};
        assertThat(GroupOrder.byScore(scores, Direction.RISING)).containsExactly(3, 1, 4, 0, 2);
        assertThat(GroupOrder.byScore(scores, Direction.FALLING)).containsExactly(0, 2, 1, 4, 3);
    }

    @Test
    void modelsAreOrderedByWhatTheyBeat() {
        ObservedOrder order = new ObservedOrder();
        order.add("chatgpt", "instructgpt");
        order.add("gpt4", "instructgpt");
        order.add("gpt4", "chatgpt");
        order.add("chatgpt", "gpt4");
        order.add("gpt4", "chatgpt");
        assertThat(order.strongestFirst()).containsExactly("gpt4", "chatgpt", "instructgpt");
    }
}
