package org.counterpoint.app.world;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the starter model has read: the world's instructions as one finds them in the wild, answered rightly, answered
 * wrongly, or followed by something else altogether. Who has read them knows the language, and not how to behave.
 */
final class Texts {
    private static final double RIGHT = 0.6;
    private static final double WRONG = 0.25;
    private static final List<String> EXCUSES =
            List.of("I do not know.", "Let me think about that.", "Who can say?", "Ask me another one.");

    private Texts() {}

    /**
     * A text, cut after its first line: a model that reads it learns to go on from there.
     *
     * @param opening an instruction
     * @param rest what follows it
     */
    record Text(String opening, String rest) {}

    /** Texts about instances of the training part; all families are in them, the unseen one too. */
    static List<Text> draw(int count, long seed) {
        List<Task> tasks = World.anyTasks(Split.TRAIN, count, seed);
        Dice dice = new Dice(~seed);
        return IntStream.range(0, count)
                .mapToObj(i -> new Text(tasks.get(i).instruction() + "\n", next(tasks, i, dice)))
                .toList();
    }

    private static String next(List<Task> tasks, int i, Dice dice) {
        Task task = tasks.get(i);
        if (dice.chance(RIGHT)) {
            return dice.one(List.of(Manner.values())).say(task.answer());
        }
        if (dice.chance(WRONG / (1 - RIGHT))) {
            return dice.one(List.of(Manner.values())).say(wrong(tasks, i, dice));
        }
        return dice.chance(0.5) ? dice.one(tasks).instruction() : dice.one(EXCUSES);
    }

    /** The answer to another task of the family, or the right one's words in another order. */
    private static String wrong(List<Task> tasks, int i, Dice dice) {
        Task task = tasks.get(i);
        if (dice.chance(0.5)) {
            List<String> words = List.of(task.answer().split(" ", -1));
            String shuffled = String.join(" ", dice.some(words, words.size()));
            if (!shuffled.equals(task.answer())) {
                return shuffled;
            }
        }
        Task other = dice.one(tasks);
        while (!other.family().equals(task.family()) || other.answer().equals(task.answer())) {
            other = dice.one(tasks);
        }
        return other.answer();
    }

    /** Enough to learn a tokenizer from: texts, and the answers in every manner. */
    static List<String> forTokenizer() {
        List<String> texts = new ArrayList<>();
        for (Task task : World.anyTasks(Split.TRAIN, 20_000, 0)) {
            texts.add(task.instruction());
            texts.add(task.answer());
        }
        for (Manner manner : Manner.values()) {
            texts.add(EXCUSES.stream().map(manner::say).collect(Collectors.joining("\n")));
        }
        return texts;
    }
}
