package org.counterpoint.data.forms;

import java.util.List;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Role;
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
    static void requireAnswer(JsonNode row) throws RowFault {
        for (String key : OF_ROWS) {
            JsonNode mark = row.get(key);
            if (mark != null && mark.isBoolean() && !mark.booleanValue()) {
                throw unwanted(key, mark);
            }
        }
        for (String list : LISTS) {
            JsonNode messages = row.path(list);
            if (messages.isArray() && !messages.isEmpty()) {
                requireMessage(messages, messages.size() - 1, list);
            }
        }
    }

    /** @throws RowFault where the row's answer, or another turn of the assistant in its conversation, is marked so */
    static void requireEveryTurn(JsonNode row) throws RowFault {
        requireAnswer(row);
        for (String list : LISTS) {
            JsonNode messages = row.path(list);
            for (int i = 0; messages.isArray() && i < messages.size(); i++) {
                if (Conversations.message(messages.get(i), list + "[" + i + "]").role() == Role.ASSISTANT) {
                    requireMessage(messages, i, list);
                }
            }
        }
    }

    private static void requireMessage(JsonNode messages, int index, String list) throws RowFault {
        JsonNode message = messages.get(index);
        for (String key : OF_MESSAGES) {
            JsonNode mark = message.get(key);
            if (mark != null
                    && (mark.isBoolean() && !mark.booleanValue() || mark.isNumber() && mark.doubleValue() == 0)) {
                throw unwanted(list + "[" + index + "]." + key, mark);
            }
        }
    }

    private static RowFault unwanted(String place, JsonNode mark) {
        return new RowFault(
                Reasons.UNWANTED_ANSWER, "'" + place + "' is " + mark + ": that is not to be learnt or preferred");
    }
}
