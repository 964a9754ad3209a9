package org.counterpoint.data.forms;

import java.util.List;
import java.util.stream.Collectors;
import org.counterpoint.data.Reasons;
import tools.jackson.databind.JsonNode;

/** All forms of rows; the first that fits a row is its form. */
final class RowForms {
    /** A form that needs more keys, or holds more, stands before one that would take its rows for its own. */
    static final List<RowForm> ALL = List.of(
            new GroupRow(),
            new ChosenRejected(),
            new OpenAiPreference(),
            new RankedCompletions(),
            new UltraFeedback(),
            new Nectar(),
            new Generations(),
            new ArenaBattle(),
            new BenchAnswers(),
            new InstructionOutput(),
            new MessagesRow(),
            new OwnAnswer(),
            new PromptCompletion(),
            new QuestionAnswer(),
            new ShareGpt(),
            new PromptKey("instruction"),
            new PromptKey("prompt"),
            new PromptKey("question"),
            new PromptKey("query"),
            new PromptKey("context"),
            new OneTurn());

    private RowForms() {}

    /** The form of a row. A key whose value is null counts only where nothing else tells: tables have one for each. */
    static RowForm of(JsonNode row) throws RowFault {
        for (RowForm form : ALL) {
            if (form.fits(row)) {
                return form;
            }
        }
        throw new RowFault(Reasons.MISSING_FIELD, "the row is of no known form: it has " + Fields.names(row));
    }

    /** The forms of these kinds by their keys, for a person who has another. */
    static String describe(List<Class<? extends RowForm>> kinds) {
        return ALL.stream()
                .filter(form -> kinds.stream().anyMatch(kind -> kind.isInstance(form)))
                .map(RowForm::keys)
                .collect(Collectors.joining(", "));
    }

    /** Whether all of these keys are there and not null. */
    static boolean has(JsonNode row, String... keys) {
        for (String key : keys) {
            if (Fields.optional(row, key) == null) {
                return false;
            }
        }
        return true;
    }

    /** Whether all of these keys are there. */
    static boolean names(JsonNode row, String... keys) {
        for (String key : keys) {
            if (!row.has(key)) {
                return false;
            }
        }
        return true;
    }
}
