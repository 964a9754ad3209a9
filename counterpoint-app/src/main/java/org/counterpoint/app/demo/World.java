package org.counterpoint.app.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * All tasks of the demo's world. Each fact is asked for in several wordings, so that a model can know a fact from one
 * wording and be asked for it in another.
 */
final class World {

    private static final List<String> COLOURS = List.of("red", "blue", "green", "yellow", "white", "black");

    private static final List<String> THINGS = List.of(
            "barn", "boat", "bridge", "candle", "chair", "cloak", "door", "drum", "fence", "flag", "gate", "hat",
            "kite", "ladder", "lamp", "mill", "pipe", "plate", "rope", "sail", "shed", "stove", "tower", "wagon");

    private static final List<List<String>> OPPOSITES = List.of(
            List.of("hot", "cold"),
            List.of("big", "small"),
            List.of("fast", "slow"),
            List.of("early", "late"),
            List.of("full", "empty"),
            List.of("hard", "soft"),
            List.of("light", "dark"),
            List.of("loud", "quiet"),
            List.of("near", "far"),
            List.of("old", "new"),
            List.of("open", "closed"),
            List.of("rich", "poor"),
            List.of("sharp", "blunt"),
            List.of("strong", "weak"),
            List.of("tall", "short"),
            List.of("wet", "dry"));

    private static final int LARGEST_TERM = 9;
    private static final int LARGEST_NUMBER = 15;

    private World() {}

    /** Every task, family after family. */
    static List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        colours(tasks);
        opposites(tasks);
        sums(tasks);
        comparisons(tasks);
        return tasks;
    }

    private static void colours(List<Task> tasks) {
        for (int i = 0; i < THINGS.size(); i++) {
            String thing = THINGS.get(i);
            String colour = COLOURS.get((i * 7 + i / 6) % COLOURS.size());
            List<String> mistakes = COLOURS.stream()
                    .filter(other -> !other.equals(colour))
                    .map(other -> "The " + thing + " is " + other + ".")
                    .toList();
            for (String wording : List.of(
                    "What colour is the %s?",
                    "Tell me the colour of the %s.",
                    "The %s: which colour does it have?",
                    "Name the colour of the %s.",
                    "Which colour has the %s?")) {
                tasks.add(new Task(
                        "colours", wording.formatted(thing), "The " + thing + " is " + colour + ".", mistakes));
            }
        }
    }

    private static void opposites(List<Task> tasks) {
        for (List<String> pair : OPPOSITES) {
            for (int from = 0; from < 2; from++) {
                String word = pair.get(from);
                String answer = "The opposite of " + word + " is " + pair.get(1 - from) + ".";
                List<String> mistakes = OPPOSITES.stream()
                        .filter(other -> !other.equals(pair))
                        .map(other -> "The opposite of " + word + " is " + other.get(0) + ".")
                        .toList();
                for (String wording : List.of(
                        "What is the opposite of %s?",
                        "Give me the opposite of %s.",
                        "Which word is the opposite of %s?",
                        "Name the opposite of %s.",
                        "%s: what is its opposite?")) {
                    tasks.add(new Task("opposites", wording.formatted(word), answer, mistakes));
                }
            }
        }
    }

    private static void sums(List<Task> tasks) {
        for (int a = 0; a <= LARGEST_TERM; a++) {
            for (int b = 0; b <= LARGEST_TERM; b++) {
                int sum = a + b;
                List<String> mistakes = new ArrayList<>();
                for (int wrong : new int[] {sum + 1, sum - 1, sum + 2, sum - 2, sum + 10}) {
                    if (wrong >= 0) {
                        mistakes.add("The sum is " + wrong + ".");
                    }
                }
                for (String wording :
                        List.of("What is %d plus %d?", "Add %d and %d.", "What is the sum of %d and %d?")) {
                    tasks.add(new Task("sums", wording.formatted(a, b), "The sum is " + sum + ".", mistakes));
                }
            }
        }
    }

    private static void comparisons(List<Task> tasks) {
        for (int a = 0; a <= LARGEST_NUMBER; a++) {
            for (int b = 0; b <= LARGEST_NUMBER; b++) {
                if (a != b) {
                    String answer = Math.max(a, b) + " is larger than " + Math.min(a, b) + ".";
                    String mistake = Math.min(a, b) + " is larger than " + Math.max(a, b) + ".";
                    tasks.add(new Task(
                            "comparisons",
                            "Which is larger, %d or %d?".formatted(a, b),
                            answer,
                            List.of(mistake, "They are equal.")));
                }
            }
        }
    }
}
