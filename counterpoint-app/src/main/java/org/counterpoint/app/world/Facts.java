package org.counterpoint.app.world;

import java.util.List;
import org.counterpoint.app.world.Family.Question;

/** Tasks that find something in a record or a small text, and tasks about numbers. */
final class Facts {
    private static final int LARGEST_TERM = 9;

    private Facts() {}

    static List<Family> families() {
        return List.of(
                new Family(
                        "extract",
                        Rubric.WORD,
                        List.of(
                                "name: %1$s; town: %2$s; job: %3$s. What is the %4$s?",
                                "Give me the %4$s from this record: name: %1$s; town: %2$s; job: %3$s.",
                                "Record: name: %1$s; town: %2$s; job: %3$s. Only the %4$s, please.",
                                "name: %1$s; town: %2$s; job: %3$s. Extract the %4$s.",
                                "Find the %4$s: name: %1$s; town: %2$s; job: %3$s.",
                                "What stands under %4$s? name: %1$s; town: %2$s; job: %3$s."),
                        Facts::extract),
                new Family(
                        "fact",
                        Rubric.WORD,
                        List.of(
                                "%1$s Who has the %2$s?",
                                "Read this: %1$s Whose is the %2$s?",
                                "%1$s Name the owner of the %2$s.",
                                "Who owns the %2$s? %1$s",
                                "%1$s Tell me who has the %2$s.",
                                "To whom does the %2$s belong? %1$s"),
                        Facts::owner),
                new Family(
                        "sums",
                        Rubric.WORD,
                        List.of(
                                "%1$s has %2$s %3$s and %4$s %5$s. How many %3$s are there now?",
                                "How many %3$s are left? %1$s has %2$s %3$s and %4$s %5$s.",
                                "Count with me: %1$s has %2$s %3$s, then %4$s %5$s. How many now?",
                                "%1$s starts with %2$s %3$s and %4$s %5$s. What is the number now?",
                                "First %1$s has %2$s %3$s. Then %1$s %4$s %5$s. How many are there?",
                                "%1$s has %2$s %3$s, %4$s %5$s, and has how many?"),
                        Facts::sum),
                new Family(
                        "compare",
                        Rubric.WORD,
                        List.of(
                                "Which number is %3$s: %1$s or %2$s?",
                                "%1$s and %2$s: which is %3$s?",
                                "Take %1$s and %2$s. Name the one that is %3$s.",
                                "Of %1$s and %2$s, which one is %3$s?",
                                "Is %1$s or %2$s %3$s?",
                                "Tell me what is %3$s, %1$s or %2$s."),
                        Facts::compare));
    }

    private static Question extract(Dice dice) {
        String name = dice.one(Lexicon.NAMES);
        String town = dice.one(Lexicon.TOWNS);
        String job = dice.one(Lexicon.JOBS);
        String field = dice.one(List.of("name", "town", "job"));
        String answer =
                switch (field) {
                    case "name" -> name;
                    case "town" -> town;
                    default -> job;
                };
        return new Question(answer, name, town, job, field);
    }

    private static Question owner(Dice dice) {
        List<String> names = dice.some(Lexicon.NAMES, 3);
        List<List<String>> objects = dice.some(Lexicon.OBJECTS, 3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            text.append(i == 0 ? "" : " ")
                    .append(names.get(i))
                    .append(" has the ")
                    .append(objects.get(i).get(0))
                    .append('.');
        }
        int asked = dice.between(0, names.size() - 1);
        return new Question(
                names.get(asked), text.toString(), objects.get(asked).get(0));
    }

    private static Question sum(Dice dice) {
        boolean more = dice.chance(0.5);
        int first = dice.between(1, LARGEST_TERM);
        int second = dice.between(1, more ? LARGEST_TERM : first);
        return new Question(
                Lexicon.NUMBERS.get(more ? first + second : first - second),
                dice.one(Lexicon.NAMES),
                Lexicon.NUMBERS.get(first),
                dice.one(Lexicon.OBJECTS).get(1),
                more ? "finds" : "loses",
                Lexicon.NUMBERS.get(second));
    }

    private static Question compare(Dice dice) {
        int first = dice.between(10, 99);
        int second = dice.between(10, 98);
        second += second >= first ? 1 : 0;
        boolean larger = dice.chance(0.5);
        int answer = larger ? Math.max(first, second) : Math.min(first, second);
        return new Question(
                Integer.toString(answer),
                Integer.toString(first),
                Integer.toString(second),
                larger ? "larger" : "smaller");
    }
}
