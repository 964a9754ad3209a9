package org.counterpoint.demo.world;

import java.util.List;
import org.counterpoint.demo.world.TaskFamily.Question;

/** Tasks that rewrite a sentence by a rule. */
final class Sentences {
    private Sentences() {}

    static List<TaskFamily> families() {
        return List.of(
                new TaskFamily(
                        "past",
                        Rubric.SENTENCE,
                        List.of(
                                "Put this into the past: %s.",
                                "Write this sentence in the past tense: %s.",
                                "%s. Say that it happened yesterday.",
                                "Tell it as something long ago: %s.",
                                "Change the verb to the past: %s.",
                                "Past tense: %s."),
                        dice -> {
                            Clause clause = Clause.draw(dice);
                            return new Question(clause.past(), clause.negative(), clause.present());
                        }),
                new TaskFamily(
                        "negate",
                        Rubric.SENTENCE,
                        List.of(
                                "Say the contrary: %s.",
                                "Put a not into this sentence: %s.",
                                "%s. Deny that.",
                                "Say that this is false: %s.",
                                "Make this sentence negative: %s.",
                                "Negate: %s."),
                        dice -> {
                            Clause clause = Clause.draw(dice);
                            return new Question(clause.negative(), clause.past(), clause.present());
                        }),
                new TaskFamily(
                        "plural",
                        Rubric.SENTENCE,
                        List.of(
                                "Put this into the plural: %s.",
                                "Write this for more than one: %s.",
                                "%s. There are many of each.",
                                "Make these words plural: %s.",
                                "Change one to many: %s.",
                                "Plural: %s."),
                        dice -> {
                            List<List<String>> objects = dice.some(Lexicon.OBJECTS, 2);
                            List<String> adjectives = dice.some(Lexicon.ADJECTIVES, 2);
                            return new Question(
                                    both(adjectives, objects, 1, ""), "two", both(adjectives, objects, 0, "a "));
                        }));
    }

    private static String both(List<String> adjectives, List<List<String>> objects, int form, String article) {
        String first = adjectives.get(0) + " " + objects.get(0).get(form);
        String second = adjectives.get(1) + " " + objects.get(1).get(form);
        return article(article, first) + " and " + article(article, second);
    }

    private static String article(String article, String words) {
        return (article.isEmpty() || !words.startsWith("old") ? article : "an ") + words;
    }

    /** Somebody does something with something. */
    private record Clause(String job, List<String> verb, String thing) {
        static Clause draw(Dice dice) {
            return new Clause(
                    dice.one(Lexicon.JOBS),
                    dice.one(Lexicon.VERBS),
                    dice.one(Lexicon.ADJECTIVES) + " "
                            + dice.one(Lexicon.OBJECTS).get(0));
        }

        String present() {
            return with(verb.get(1));
        }

        String past() {
            return with(verb.get(2));
        }

        String negative() {
            return with("does not " + verb.get(0));
        }

        private String with(String doing) {
            return "The " + job + " " + doing + " the " + thing;
        }
    }
}
