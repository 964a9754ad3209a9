package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Rows that hold the answers of several models: UltraFeedback's {@code {instruction, completions: [{model, response,
 * …}]}}, Nectar's {@code {prompt, answers: [{model, answer, rank}]}}, and our own groups.
 */
final class ManyAnswers {
    private ManyAnswers() {}

    /** Where the answers stand, and under which name each has its text; null where the row is of another form. */
    private static @Nullable String list(JsonNode row) {
        if (row.has("instruction") && row.has("completions")) {
            return "completions";
        }
        if (row.has("prompt") && row.path("answers").isArray()) {
            return "answers";
        }
        return row.has("responses") && (row.has("messages") || row.has("prompt")) ? "responses" : null;
    }

    static boolean is(JsonNode row) {
        return list(row) != null;
    }

    /**
     * The answers of a row.
     *
     * @param faults takes what is wrong with an answer; the others are read all the same
     */
    static List<Answer> read(JsonNode row, Origin origin, Consumer<RowFault> faults) throws RowFault {
        String list = String.valueOf(list(row));
        String text = list.equals("completions") ? "response" : list.equals("answers") ? "answer" : "text";
        Prompt prompt = prompt(row, list);
        String id = Fields.id(row);
        List<Answer> answers = new ArrayList<>();
        int number = 0;
        for (JsonNode item : Fields.array(row, "", list)) {
            String path = list + "[" + number++ + "]";
            try {
                answers.add(answer(Fields.requireObject(item, path), path + ".", text, id, prompt, origin));
            } catch (RowFault fault) {
                faults.accept(fault);
            }
        }
        if (number == 0) {
            throw new RowFault(Reasons.MISSING_FIELD, "'" + list + "' is empty");
        }
        return answers;
    }

    private static Answer answer(
            JsonNode item, String path, String text, @Nullable String id, Prompt prompt, Origin origin)
            throws RowFault {
        String model = Models.of(item);
        if (model == null) {
            throw new RowFault(Reasons.UNKNOWN_MODEL, "'" + path + "model' is missing");
        }
        Double rank = Fields.finite(item, "rank");
        return new Answer(
                id,
                prompt,
                model,
                Fields.text(item, path, text),
                Fields.optionalText(item, path, "finish"),
                rating(item),
                rank == null ? null : rank.intValue(),
                origin);
    }

    private static Prompt prompt(JsonNode row, String list) throws RowFault {
        if (list.equals("completions")) {
            return Prompts.instruction(row);
        }
        if (list.equals("answers")) {
            JsonNode prompt = Fields.required(row, "", "prompt");
            return prompt.isString() ? HumanAssistant.prompt(prompt.stringValue()) : Prompts.field(prompt, "prompt");
        }
        return Prompts.of(row);
    }

    /**
     * The mean of UltraFeedback's aspects, which is what its authors advise to use; else the scores that the row
     * gives, the finer one first.
     */
    private static @Nullable Double rating(JsonNode item) {
        double sum = 0;
        int count = 0;
        for (JsonNode aspect : item.path("annotations")) {
            Double rating = number(aspect.path("Rating"));
            if (rating != null) {
                sum += rating;
                count++;
            }
        }
        if (count > 0) {
            return sum / count;
        }
        for (String name : List.of("fine-grained_score", "overall_score", "rating", "score")) {
            Double rating = number(item.path(name));
            if (rating != null) {
                return rating;
            }
        }
        return null;
    }

    /** A number, also one written as a text as UltraFeedback does; null for "N/A" and the like. */
    private static @Nullable Double number(JsonNode value) {
        if (value.isNumber()) {
            return Double.isFinite(value.doubleValue()) ? value.doubleValue() : null;
        }
        String text = value.isString() ? value.stringValue().strip() : "";
        return text.matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?") ? Double.valueOf(text) : null;
    }
}
