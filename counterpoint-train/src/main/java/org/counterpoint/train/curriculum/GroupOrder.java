package org.counterpoint.train.curriculum;

import java.util.Comparator;
import java.util.stream.IntStream;

/** In which order an epoch visits the groups. */
public enum GroupOrder {
    SHUFFLED("shuffled"),
    FILE("file");

    private final String wireName;

    GroupOrder(String wireName) {
        this.wireName = wireName;
    }

    /** The name in settings. */
    public String wireName() {
        return wireName;
    }

    /** The groups' indices in the order of this epoch: a pure function of its arguments. */
    public int[] of(int groups, long seed, long epoch) {
        return this == SHUFFLED
                ? permutation(groups, new Draw(seed, epoch, "order"))
                : IntStream.range(0, groups).toArray();
    }

    /** The numbers below n in an order that the draw decides alone. */
    public static int[] permutation(int n, Draw draw) {
        int[] order = IntStream.range(0, n).toArray();
        shuffle(order, draw.bits());
        return order;
    }

    /** Groups in the order of their scores; equal scores keep the file's order. */
    public static int[] byScore(double[] scores, Direction direction) {
        Comparator<Integer> rising = Comparator.comparingDouble(group -> scores[group]);
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(direction == Direction.RISING ? rising : rising.reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Fisher and Yates's shuffle on SplitMix64 (Steele, Lea, Flood 2014). */
    private static void shuffle(int[] order, long seed) {
        long state = seed;
        for (int i = order.length - 1; i > 0; i--) {
            state += 0x9E3779B97F4A7C15L;
            long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            int j = (int) Long.remainderUnsigned(z ^ (z >>> 31), i + 1L);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
    }
}
