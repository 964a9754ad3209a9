package org.counterpoint.demo.world;

import java.util.List;
import org.counterpoint.demo.world.TaskFamily.Question;

/** Tasks that find something in a record, put it into words, or reckon. */
final class Facts {
    private static final int LARGEST_TERM = 9;

    private Facts() {}

    static List<TaskFamily> families() {
        return List.of(
                new TaskFamily(
                        "extract",
                        Rubric.WORD,
                        List.of(
                                "%1$s. What is the %2$s?",
                                "Give me the %2$s from this record: %1$s.",
                                "Record: %1$s. Only the %2$s, please.",
                                "%1$s. Extract the %2$s.",
                                "Find the %2$s: %1$s.",
                                "What stands under %2$s? %1$s."),
                        dice -> Person.draw(dice).extract(dice)),
                new TaskFamily(
                        "describe",
                        Rubric.SENTENCE,
                        List.of(
                                "Write this record as a sentence: %1$s.",
                                "%1$s. Say it in a sentence.",
                                "Who is this? %1$s.",
                                "Describe this person: %1$s.",
                                "Tell me about %1$s.",
                                "In words: %1$s."),
                        dice -> Person.draw(dice).describe()),
                new TaskFamily(
                        "sums",
                        Rubric.WORD,
                        List.of(
                                "%1$s and %2$s %4$s. How many %5$s are there now?",
                                "How many %5$s are left? %1$s and %2$s %4$s.",
                                "Count with me: %1$s, then %2$s %4$s. How many now?",
                                "%1$s at first and %2$s %4$s. What is the number now?",
                                "First %1$s. Then %3$s %2$s %4$s. How many are there?",
                                "%1$s, %2$s %4$s, and has how many?"),
                        Facts::sum));
    }

    /** Somebody in the record's fields. */
    private record Person(String name, String town, String job) {
        static Person draw(Dice dice) {
            return new Person(dice.one(Lexicon.NAMES), dice.one(Lexicon.TOWNS), dice.one(Lexicon.JOBS));
        }

        private String record() {
            return "name: " + name + "; town: " + town + "; job: " + job;
        }

        Question extract(Dice dice) {
            List<String> fields = List.of("name", "town", "job");
            List<String> values = List.of(name, town, job);
            int asked = dice.between(0, fields.size() - 1);
            return new Question(
                    values.get(asked), values.get((asked + 1) % values.size()), record(), fields.get(asked));
        }

        Question describe() {
            return new Question(name + " is a " + job + " from " + town, name, record());
        }
    }

    private static Question sum(Dice dice) {
        boolean more = dice.chance(0.5);
        int first = dice.between(1, LARGEST_TERM);
        int second = dice.between(1, more ? LARGEST_TERM : first);
        String name = dice.one(Lexicon.NAMES);
        String objects = dice.one(Lexicon.OBJECTS).get(1);
        return new Question(
                Lexicon.NUMBERS.get(more ? first + second : first - second),
                Lexicon.NUMBERS.get(second),
                name + " has " + Lexicon.NUMBERS.get(first) + " " + objects,
                more ? "finds" : "loses",
                name,
                Lexicon.NUMBERS.get(second),
                objects);
    }
}
