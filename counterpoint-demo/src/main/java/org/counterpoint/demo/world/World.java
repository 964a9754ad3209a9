package org.counterpoint.demo.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;

/** Tasks of the world, drawn by a seed. */
public final class World {
    private static final List<TaskFamily> SEEN = Stream.of(Lists.families(), Sentences.families(), Facts.families())
            .flatMap(List::stream)
            .toList();
    private static final TaskFamily UNSEEN = Lists.unseen();
    private static final int PATIENCE = 10_000;

    private World() {}

    /** The families that models are trained on. */
    public static List<String> families() {
        return SEEN.stream().map(TaskFamily::name).toList();
    }

    /** The family that no answer to is ever trained on. */
    public static String unseenFamily() {
        return UNSEEN.name();
    }

    /**
     * Different instructions of one part of the world, from the families in turn.
     *
     * @throws InputException where there are not so many
     */
    public static List<Task> tasks(Split split, int count, long seed) {
        return draw(SEEN, split, count, seed);
    }

    /** Different instructions of the unseen family. */
    public static List<Task> unseenTasks(Split split, int count, long seed) {
        return draw(List.of(UNSEEN), split, count, seed);
    }

    /**
     * Instructions of the training part, some of them more than once.
     *
     * @param all whether the unseen family is among them
     */
    static List<Task> lessons(int count, boolean all, long seed) {
        List<TaskFamily> families =
                all ? Stream.concat(SEEN.stream(), Stream.of(UNSEEN)).toList() : SEEN;
        Dice dice = new Dice(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> draw(families.get(i % families.size()), Split.TRAIN, dice))
                .toList();
    }

    private static List<Task> draw(List<TaskFamily> families, Split split, int count, long seed) {
        Dice dice = new Dice(seed);
        Set<String> known = new HashSet<>();
        List<Task> tasks = new ArrayList<>();
        int inVain = 0;
        while (tasks.size() < count) {
            Task task = draw(families.get(tasks.size() % families.size()), split, dice);
            if (known.add(task.instruction())) {
                tasks.add(task);
                inVain = 0;
            } else if (++inVain == PATIENCE) {
                throw new InputException("the world has no " + count + " different instructions in its part " + split
                        + ": after " + tasks.size() + " no new one of the family " + task.family() + " was found");
            }
        }
        return tasks;
    }

    private static Task draw(TaskFamily family, Split split, Dice dice) {
        Task task = family.draw(dice);
        while (task.split() != split) {
            task = family.draw(dice);
        }
        return task;
    }
}
