package org.counterpoint.data.forms;

import java.util.List;
import org.counterpoint.data.Reasons;
import tools.jackson.databind.JsonNode;

/** Marks by which a row says that its answer is no good, or is not to be learnt. */
final class LearningMarks {
    /** TRL's and LLaMA-Factory's, of rows for KTO. */
    private static final List<String> OF_ROWS = List.of("label", "kto_tag");
    /** OpenAI's and Axolotl's, of messages. */
    private static final List<String> OF_MESSAGES = List.of("weight", "train", "training", "loss");

    private static final List<String> LISTS = List.of("messages", "conversations", "conversation", "completion");

    private LearningMarks() {}

    /** @throws RowFault where the row's answer is marked so */
    static void requireLearnable(JsonNode row) throws RowFault {
        for (String key : OF_ROWS) {
            JsonNode mark = row.get(key);
            if (mark != null && mark.isBoolean() && !mark.booleanValue()) {
                throw unwanted(key, mark);
            }
        }
        for (String list : LISTS) {
            JsonNode messages = row.path(list);
            if (messages.isArray() && !messages.isEmpty()) {
                requireLearnable(messages.get(messages.size() - 1), list + "[" + (messages.size() - 1) + "].");
            }
        }
    }

    private static void requireLearnable(JsonNode message, String path) throws RowFault {
        for (String key : OF_MESSAGES) {
            JsonNode mark = message.get(key);
            if (mark != null
                    && (mark.isBoolean() && !mark.booleanValue() || mark.isNumber() && mark.doubleValue() == 0)) {
                throw unwanted(path + key, mark);
            }
        }
    }

    private static RowFault unwanted(String place, JsonNode mark) {
        return new RowFault(
                Reasons.UNWANTED_ANSWER,
                "'" + place + "' is " + mark + ": the answer is not one to learn or to prefer");
    }
}
