package org.counterpoint.data.forms;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.counterpoint.data.Reasons;
import tools.jackson.databind.JsonNode;

/** The forms of rows, told apart by the keys that only they have together; the first that fits is taken. */
enum Form {
    GROUP("messages", "responses"),
    PLAIN_GROUP("prompt", "responses"),
    COMPLETIONS("completions"),
    PAIR("chosen", "rejected"),
    OWN_ANSWER("messages", "text"),
    PROMPT_COMPLETION("prompt", "completion"),
    PLAIN_ANSWER("prompt", "text"),
    ALPACA("instruction", "output"),
    MESSAGES("messages"),
    SHAREGPT("conversations"),
    INSTRUCTION("instruction"),
    PROMPT("prompt");

    private final List<String> keys;

    Form(String... keys) {
        this.keys = List.of(keys);
    }

    static Form of(JsonNode row) throws RowFault {
        for (Form form : values()) {
            if (form.keys.stream().allMatch(row::has)) {
                return form;
            }
        }
        throw new RowFault(Reasons.MISSING_FIELD, "the row is of no known form: it has " + Fields.names(row));
    }

    /** The forms by their keys, for a person who has another. */
    static String describe(Form... forms) {
        return Stream.of(forms)
                .map(form -> "{" + String.join(", ", form.keys) + "}")
                .collect(Collectors.joining(", "));
    }
}
