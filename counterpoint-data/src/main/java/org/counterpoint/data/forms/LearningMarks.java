package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Role;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Marks by which a row says that its answer, or a turn in its conversation, is no good, or is not to be learnt. */
final class LearningMarks {
    /** TRL's and LLaMA-Factory's, of rows for KTO. */
    private static final List<String> OF_ROWS = List.of("label", "kto_tag");
    /** OpenAI's, Mistral's and Axolotl's, of messages. */
    private static final List<String> OF_MESSAGES = List.of("weight", "train", "training", "loss");

    /** Lists of messages of which the last is the answer. */
    private static final List<String> WHOLE = List.of("messages", "conversations", "conversation", "completion");
    /** Those before the answer. */
    private static final List<String> BEFORE =
            List.of("messages", "conversations", "conversation", "prompt", "history");

    private LearningMarks() {}

    /** @throws RowFault where the row's answer is marked so */
    static void requireAnswer(JsonNode row) throws RowFault {
        requireRow(row);
        RowFault fault = ofAnswer(row);
        if (fault != null) {
            throw fault;
        }
    }

    /**
     * The turns of a conversation that are marked so, by their places; the answer's is the prompt's size. They stay in what
     * comes before the others.
     *
     * @param faults takes a fault of each
     * @throws RowFault where the row as a whole is marked so
     */
    static Set<Integer> turns(JsonNode row, Prompt prompt, Consumer<RowFault> faults) throws RowFault {
        requireRow(row);
        List<Message> asked = prompt instanceof Prompt.Chat chat ? chat.messages() : List.of();
        Set<Integer> marked = new HashSet<>();
        for (String list : BEFORE) {
            JsonNode items = row.path(list);
            if (items.isArray() && !items.isEmpty() && items.get(0).isObject()) {
                turns(items, list, asked, marked, faults);
            }
        }
        RowFault answer = ofAnswer(row);
        if (answer != null) {
            marked.add(asked.size());
            faults.accept(answer);
        }
        return marked;
    }

    private static void turns(
            JsonNode items, String list, List<Message> asked, Set<Integer> marked, Consumer<RowFault> faults)
            throws RowFault {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            messages.add(Conversations.message(items.get(i), list + "[" + i + "]"));
        }
        // A system message may be another in the prompt, with the tools at its end.
        int from = messages.get(0).role() == Role.SYSTEM ? 1 : 0;
        int to = messages.size();
        int place = Collections.lastIndexOfSubList(asked, messages.subList(from, to));
        if (place < 0) {
            to = Conversations.asked(messages).size();
            place = Collections.lastIndexOfSubList(asked, messages.subList(Math.min(from, to), to));
        }
        for (int i = from; place >= 0 && i < to; i++) {
            RowFault fault = messages.get(i).role() == Role.ASSISTANT ? ofMessage(items, i, list) : null;
            if (fault != null && marked.add(place + i - from)) {
                faults.accept(fault);
            }
        }
    }

    private static void requireRow(JsonNode row) throws RowFault {
        for (String key : OF_ROWS) {
            JsonNode mark = row.get(key);
            if (mark != null && mark.isBoolean() && !mark.booleanValue()) {
                throw unwanted(key, mark);
            }
        }
    }

    private static @Nullable RowFault ofAnswer(JsonNode row) {
        for (String list : WHOLE) {
            JsonNode messages = row.path(list);
            RowFault fault =
                    messages.isArray() && !messages.isEmpty() ? ofMessage(messages, messages.size() - 1, list) : null;
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable RowFault ofMessage(JsonNode messages, int index, String list) {
        JsonNode message = messages.get(index);
        for (String key : OF_MESSAGES) {
            JsonNode mark = message.get(key);
            if (mark != null
                    && (mark.isBoolean() && !mark.booleanValue() || mark.isNumber() && mark.doubleValue() == 0)) {
                return unwanted(list + "[" + index + "]." + key, mark);
            }
        }
        return null;
    }

    private static RowFault unwanted(String place, JsonNode mark) {
        return new RowFault(
                Reasons.UNWANTED_ANSWER, "'" + place + "' is " + mark + ": that is not to be learnt or preferred");
    }
}
