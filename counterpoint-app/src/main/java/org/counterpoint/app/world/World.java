package org.counterpoint.app.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Tasks of the world, drawn by a seed. */
public final class World {
    private static final List<Family> SEEN = Stream.of(Lists.families(), Sentences.families(), Facts.families())
            .flatMap(List::stream)
            .toList();
    private static final Family UNSEEN = Lists.unseen();

    private World() {}

    /** The families that models are trained on. */
    public static List<String> families() {
        return SEEN.stream().map(Family::name).toList();
    }

    /** The family that no answer to is ever trained on. */
    public static String unseenFamily() {
        return UNSEEN.name();
    }

    /** Different instructions of one part of the world, from the families in turn. */
    public static List<Task> tasks(Split split, int count, long seed) {
        return draw(SEEN, split, count, seed);
    }

    /** Different instructions of the unseen family. */
    public static List<Task> unseenTasks(Split split, int count, long seed) {
        return draw(List.of(UNSEEN), split, count, seed);
    }

    /** Of all families. */
    static List<Task> anyTasks(Split split, int count, long seed) {
        return draw(Stream.concat(SEEN.stream(), Stream.of(UNSEEN)).toList(), split, count, seed);
    }

    private static List<Task> draw(List<Family> families, Split split, int count, long seed) {
        Dice dice = new Dice(seed);
        Set<String> known = new HashSet<>();
        List<Task> tasks = new ArrayList<>(count);
        while (tasks.size() < count) {
            Task task = families.get(tasks.size() % families.size()).draw(dice);
            if (task.split() == split && known.add(task.instruction())) {
                tasks.add(task);
            }
        }
        return tasks;
    }
}
