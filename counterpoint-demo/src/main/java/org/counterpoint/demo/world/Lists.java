package org.counterpoint.demo.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.counterpoint.demo.world.TaskFamily.Question;

/** Tasks about a list of words. */
final class Lists {
    private static final int SHORTEST = 2;

    private Lists() {}

    static List<TaskFamily> families() {
        return List.of(
                new TaskFamily(
                        "sort",
                        Rubric.LIST,
                        List.of(
                                "Sort these words from A to Z: %s.",
                                "Put these words in order from A to Z: %s.",
                                "Alphabetical order, please: %s.",
                                "%s. Sort them by the alphabet.",
                                "Here are some words: %s. Give them back sorted.",
                                "Sort: %s."),
                        dice -> question(dice, 3, 3, Lists::sorted, Lists::reversed)),
                new TaskFamily(
                        "reverse",
                        Rubric.LIST,
                        List.of(
                                "Say these words backwards: %s.",
                                "Reverse this list: %s.",
                                "%s. Now from the last to the first.",
                                "Here are some words: %s. Give them back in reverse order.",
                                "Turn the list around: %s.",
                                "Reverse: %s."),
                        dice -> question(dice, 3, 4, Lists::reversed, Lists::sorted)),
                new TaskFamily(
                        "count",
                        Rubric.WORD,
                        List.of(
                                "How many words are these? %s.",
                                "Count the words: %s.",
                                "%s. How many is that?",
                                "Here are some words: %s. How many are there?",
                                "What is the number of words in this list? %s.",
                                "Count: %s."),
                        dice -> question(dice, SHORTEST, 6, Lists::count, Lists::reversed)),
                new TaskFamily(
                        "format",
                        Rubric.SENTENCE,
                        List.of(
                                "Write %2$s: %1$s.",
                                "%1$s. Write that %2$s.",
                                "Give me this list %2$s: %1$s.",
                                "Here are some words: %1$s. Give them back %2$s.",
                                "I need this %2$s: %1$s.",
                                "Please write the list %1$s %2$s."),
                        Lists::formatted),
                new TaskFamily(
                        "odd",
                        Rubric.WORD,
                        List.of(
                                "Which word does not belong? %s.",
                                "Find the odd one out: %s.",
                                "%s. Which of them is not like the others?",
                                "Here are some words: %s. One is of another kind. Which?",
                                "One of these does not fit: %s. Name it.",
                                "Odd one out: %s."),
                        Lists::odd),
                new TaskFamily(
                        "pick",
                        Rubric.WORD,
                        List.of(
                                "Which word comes %2$s? %1$s.",
                                "%1$s. Say the %2$s of them.",
                                "Give me the %2$s word: %1$s.",
                                "Here are some words: %1$s. I want the %2$s one.",
                                "Take the %2$s of these: %1$s.",
                                "The %2$s, please: %1$s."),
                        Lists::picked));
    }

    /** Known to the starter's language, and never trained on. */
    static TaskFamily unseen() {
        return new TaskFamily(
                "omit",
                Rubric.LIST,
                List.of(
                        "Leave out %2$s: %1$s.",
                        "Remove %2$s from this list: %1$s.",
                        "%1$s. Say it without %2$s.",
                        "Here are some words: %1$s. Give them back without %2$s.",
                        "Repeat this list, but not %2$s: %1$s.",
                        "Take %2$s away: %1$s."),
                dice -> {
                    List<String> words = dice.some(Lexicon.THINGS, dice.between(3, 4));
                    String gone = dice.one(words);
                    return new Question(
                            join(words.stream()
                                    .filter(word -> !word.equals(gone))
                                    .toList()),
                            gone,
                            join(words),
                            gone);
                });
    }

    private static Question question(
            Dice dice,
            int fewest,
            int most,
            Function<List<String>, String> answer,
            Function<List<String>, String> beside) {
        List<String> words = dice.some(Lexicon.THINGS, dice.between(fewest, most));
        return new Question(answer.apply(words), beside.apply(words), join(words));
    }

    private static Question formatted(Dice dice) {
        List<String> words = dice.some(Lexicon.THINGS, dice.between(SHORTEST, 3));
        Form form = dice.one(List.of(Form.values()));
        return new Question(form.write.apply(words), sorted(words), join(words), form.name);
    }

    private enum Form {
        BRACKETS("in brackets", words -> "[" + join(words) + "]"),
        DASHES("with dashes", words -> String.join(" - ", words)),
        SLASHES("with slashes", words -> String.join(" / ", words)),
        AND("with and", words -> String.join(" and ", words));

        private final String name;
        private final Function<List<String>, String> write;

        Form(String name, Function<List<String>, String> write) {
            this.name = name;
            this.write = write;
        }
    }

    private static Question odd(Dice dice) {
        List<List<String>> kinds = dice.some(Lexicon.KINDS, 2);
        List<String> words = new ArrayList<>(dice.some(kinds.get(0), 3));
        String odd = dice.one(kinds.get(1));
        words.add(dice.between(0, words.size()), odd);
        return new Question(odd, words.get(words.get(0).equals(odd) ? 1 : 0), join(words));
    }

    private static Question picked(Dice dice) {
        List<String> words = dice.some(Lexicon.THINGS, dice.between(3, 4));
        List<String> places = List.of("first", "second", "last");
        int place = dice.between(0, places.size() - 1);
        int index = place == 2 ? words.size() - 1 : place;
        return new Question(words.get(index), count(words), join(words), places.get(place));
    }

    private static String count(List<String> words) {
        return Lexicon.NUMBERS.get(words.size());
    }

    private static String sorted(List<String> words) {
        return join(words.stream().sorted().toList());
    }

    private static String reversed(List<String> words) {
        List<String> turned = new ArrayList<>(words);
        Collections.reverse(turned);
        return join(turned);
    }

    private static String join(List<String> words) {
        return String.join(", ", words);
    }
}
