package org.counterpoint.demo.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws that follow from a seed. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A number from {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** At least 0, below 1. */
    double fraction() {
        return random.nextDouble();
    }

    boolean chance(double share) {
        return fraction() < share;
    }

    <T> T one(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** Different items, in the order drawn. */
    <T> List<T> some(List<T> items, int count) {
        List<T> left = new ArrayList<>(items);
        List<T> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }
}
