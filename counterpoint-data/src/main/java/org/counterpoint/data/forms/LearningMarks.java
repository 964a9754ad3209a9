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
import tools.jackson.databind.node.ArrayNode;

/** Marks by which a row says that its answer, or a turn in its conversation, is no good, or is not to be learnt. */
final class LearningMarks {
    private static final String KTO_TAG = "kto_tag";
    private static final String COMPLETION = "completion";
    /** TRL's and LLaMA-Factory's, of rows for KTO. */
    private static final List<String> OF_ROWS = List.of("label", KTO_TAG);
    /** OpenAI's, Mistral's and Axolotl's, of messages. */
    private static final List<String> OF_MESSAGES = List.of("weight", "train", "training", "loss");

    /** Lists of messages of which the last is the answer. */
    private static final List<String> WHOLE = List.of("messages", "conversations", "conversation", COMPLETION);
    /** Those before the answer. */
    private static final List<String> BEFORE =
            List.of("messages", "conversations", "conversation", "prompt", "history");

    /** What is preferred in a row of a pair: a message, or messages of which the last is the answer. */
    private static final List<String> CHOSEN = List.of("chosen", "preferred_output");

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
        List<Message> asked = messages(prompt);
        Set<Integer> marked = before(row, asked, faults);
        RowFault answer = ofAnswer(row);
        if (answer != null) {
            marked.add(EveryTurn.placeOfAnswer(prompt));
            faults.accept(answer);
        }
        return marked;
    }

    /** What marks the answer that a row of a pair prefers; null where nothing does. What is rejected needs no mark. */
    static @Nullable RowFault ofChosen(JsonNode row) {
        RowFault whole = ofRow(row);
        return whole == null ? ofLast(row, CHOSEN) : whole;
    }

    /** As {@link #turns}, of a row of a pair: of the turns before its answers, and of what it prefers. */
    static Set<Integer> turnsOfPair(JsonNode row, Prompt prompt, Consumer<RowFault> faults) throws RowFault {
        Set<Integer> marked = turnsBefore(row, prompt, faults);
        RowFault chosen = ofLast(row, CHOSEN);
        if (chosen != null) {
            marked.add(EveryTurn.placeOfAnswer(prompt));
            faults.accept(chosen);
        }
        return marked;
    }

    private static Set<Integer> turnsBefore(JsonNode row, Prompt prompt, Consumer<RowFault> faults) throws RowFault {
        List<Message> asked = messages(prompt);
        Set<Integer> marked = before(row, asked, faults);
        JsonNode input = row.path("input").path("messages");
        if (isMessages(input)) {
            turns(input, "input.messages", asked, marked, faults);
        }
        for (String name : CHOSEN) {
            if (isMessages(row.path(name)) && row.path(name).size() > 1) {
                ArrayNode whole = ((ArrayNode) row.path(name)).deepCopy();
                whole.remove(whole.size() - 1);
                turns(whole, name, asked, marked, faults);
            }
        }
        return marked;
    }

    private static List<Message> messages(Prompt prompt) {
        return prompt instanceof Prompt.Chat chat ? chat.messages() : List.of();
    }

    private static boolean isMessages(JsonNode list) {
        return list.isArray() && !list.isEmpty() && list.get(0).isObject();
    }

    private static Set<Integer> before(JsonNode row, List<Message> asked, Consumer<RowFault> faults) throws RowFault {
        Set<Integer> marked = new HashSet<>();
        for (String list : BEFORE) {
            if (isMessages(row.path(list))) {
                turns(row.path(list), list, asked, marked, faults);
            }
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
            RowFault fault =
                    messages.get(i).role() == Role.ASSISTANT ? ofMessage(items.get(i), list + "[" + i + "]") : null;
            if (fault != null && marked.add(place + i - from)) {
                faults.accept(fault);
            }
        }
    }

    private static void requireRow(JsonNode row) throws RowFault {
        RowFault fault = ofRow(row);
        if (fault != null) {
            throw fault;
        }
    }

    /** What marks a row as a whole; null where nothing does. */
    static @Nullable RowFault ofRow(JsonNode row) {
        for (String key : OF_ROWS) {
            JsonNode mark = row.get(key);
            // A number may be a class that has nothing to do with learning, but not in rows that are for KTO.
            boolean counts = mark != null && (!mark.isNumber() || key.equals(KTO_TAG) || row.has(COMPLETION));
            if (counts && isNo(mark)) {
                return unwanted(key, mark);
            }
        }
        return null;
    }

    private static boolean isNo(JsonNode mark) {
        return mark.isBoolean() && !mark.booleanValue()
                || mark.isNumber() && mark.doubleValue() == 0
                || mark.isString() && mark.stringValue().strip().equalsIgnoreCase("false");
    }

    private static @Nullable RowFault ofAnswer(JsonNode row) {
        return ofLast(row, WHOLE);
    }

    /** What marks the last message, or the only one, of any of these fields. */
    private static @Nullable RowFault ofLast(JsonNode row, List<String> names) {
        for (String name : names) {
            JsonNode field = row.path(name);
            int last = field.size() - 1;
            RowFault fault = field.isArray() && last >= 0
                    ? ofMessage(field.get(last), name + "[" + last + "]")
                    : ofMessage(field, name);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable RowFault ofMessage(JsonNode message, String place) {
        for (String key : OF_MESSAGES) {
            JsonNode mark = message.get(key);
            if (mark != null && isNo(mark)) {
                return unwanted(place + "." + key, mark);
            }
        }
        return null;
    }

    private static RowFault unwanted(String place, JsonNode mark) {
        return new RowFault(
                Reasons.UNWANTED_ANSWER, "'" + place + "' is " + mark + ": that is not to be learnt or preferred");
    }
}
