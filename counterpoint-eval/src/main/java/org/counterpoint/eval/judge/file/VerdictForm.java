package org.counterpoint.eval.judge.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.counterpoint.data.yaml.YamlFields;
import org.counterpoint.eval.judge.parse.ChoiceParser;
import org.counterpoint.eval.judge.parse.Criterion;
import org.counterpoint.eval.judge.parse.LabelLogprobParser;
import org.counterpoint.eval.judge.parse.MarkParser;
import org.counterpoint.eval.judge.parse.RankingParser;
import org.counterpoint.eval.judge.parse.RatingParser;
import org.counterpoint.eval.judge.parse.RubricParser;
import org.counterpoint.eval.judge.parse.ScorePairParser;
import org.counterpoint.eval.judge.parse.VerdictParser;
import org.jspecify.annotations.Nullable;

/** The {@code answer} block of a judge's file: how its answers are read. */
final class VerdictForm {
    private static final String RATING = "rating";
    private static final String RUBRIC = "rubric";
    private static final List<String> FORMS =
            List.of("ranking", "label-logprobs", "score-pair", "mark", "choice", RATING, RUBRIC);
    private static final double LARGEST = 9999;

    private final YamlFields answer;
    private final boolean pair;

    private VerdictForm(YamlFields answer, boolean pair) {
        this.answer = answer;
        this.pair = pair;
    }

    /** Null where it is missing or has a fault. */
    static @Nullable VerdictParser read(YamlFields file, boolean pair) {
        YamlFields answer = file.mapping("answer");
        if (answer == null) {
            if (file.node("answer") == null) {
                file.missing("answer");
            }
            return null;
        }
        VerdictParser parser = new VerdictForm(answer, pair).parser();
        answer.end();
        if (parser instanceof LabelLogprobParser) {
            requireLogprobs(file);
        }
        return parser;
    }

    private static void requireLogprobs(YamlFields file) {
        YamlFields parameters = file.mapping("parameters");
        Integer wanted = parameters == null ? null : parameters.whole("top_logprobs", 0, 20);
        if (wanted == null || wanted < 2) {
            file.fault("answer", "of the form label-logprobs needs parameters.top_logprobs of at least 2");
        }
    }

    private @Nullable VerdictParser parser() {
        String form = answer.oneOf("form", FORMS);
        if (form == null) {
            if (answer.node("form") == null) {
                answer.missing("form");
            }
            return null;
        }
        if (!form.equals(RUBRIC) && form.equals(RATING) == pair) {
            answer.fault(
                    "form",
                    form
                            + (pair
                                    ? " grades one answer, but the messages show two"
                                    : " compares two answers, but the" + " messages show one; use rating or rubric"));
        }
        return switch (form) {
            case "ranking" -> new RankingParser(word("first", "model_1"), word("second", "model_2"));
            case "label-logprobs" -> new LabelLogprobParser(word("first", "m"), word("second", "M"));
            case "mark" -> new MarkParser(word("first", "A"), word("second", "B"), word("tie", ""));
            case "choice" -> new ChoiceParser(word("first", "1"), word("second", "2"), word("tie", ""));
            case "score-pair" -> new ScorePairParser(least(), most());
            case RATING -> new RatingParser(least(), most());
            default -> rubric();
        };
    }

    private final Set<String> words = new HashSet<>();

    private String word(String name, String otherwise) {
        String given = answer.text(name);
        String word = given == null ? otherwise : given;
        if (!words.add(word)) {
            answer.fault(name, "is " + word + ", as another word of the answer is; they must differ");
        }
        return word;
    }

    private double least() {
        Double least = answer.number("least", 0, LARGEST);
        return least == null ? 1 : least;
    }

    private double most() {
        Double most = answer.number("most", 0, LARGEST);
        double highest = most == null ? 10 : most;
        if (highest <= least()) {
            answer.fault("most", "is not above least");
        }
        return highest;
    }

    private @Nullable VerdictParser rubric() {
        List<Criterion> criteria = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlFields item : answer.mappings("criteria")) {
            String name = item.requiredText("name");
            String description = item.requiredText("description");
            Double weight = item.number("weight", 0.001, LARGEST);
            item.end();
            if (name != null && !names.add(name)) {
                item.fault("name", "is " + name + ", as another criterion is");
            }
            if (name != null && description != null) {
                criteria.add(new Criterion(name, description.strip(), weight == null ? 1 : weight));
            }
        }
        double least = least();
        double most = most();
        if (criteria.isEmpty()) {
            answer.fault("criteria", "is missing or empty; it is a list of {name, description, weight}");
            return null;
        }
        return new RubricParser(criteria, least, most, pair);
    }
}
