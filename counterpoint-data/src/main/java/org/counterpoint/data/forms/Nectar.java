package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;
import tools.jackson.databind.JsonNode;

/** Nectar's {@code {prompt, answers: [{model, answer, rank}]}}, its prompt one text of turns. */
record Nectar() implements SeveralAnswers {
    private static final String HUMAN = "\n\nHuman:";
    private static final String ASSISTANT = "\n\nAssistant:";

    @Override
    public String keys() {
        return "{prompt, answers}";
    }

    @Override
    public boolean fits(JsonNode row) {
        return row.has("prompt") && row.path("answers").isArray();
    }

    @Override
    public Prompt prompt(JsonNode row) throws RowFault {
        JsonNode prompt = Fields.required(row, "", "prompt");
        return prompt.isString() ? Asked.whole(row, turns(prompt.stringValue()), "prompt") : Asked.of(row, "prompt");
    }

    @Override
    public List<Item> items(JsonNode row, FaultSink faults) throws RowFault {
        return SeveralAnswers.each(
                row,
                "answers",
                faults,
                (item, path) ->
                        Item.of(Fields.requireObject(item, path), path, Fields.text(item, path + ".", "answer")));
    }

    /** The turns up to the last question; a text without these marks is one question. */
    private static Prompt turns(String text) {
        String marked = text.startsWith("Human:") ? "\n\n" + text : text;
        if (!marked.startsWith(HUMAN)) {
            return Conversations.user(text);
        }
        List<Message> turns = new ArrayList<>();
        int at = 0;
        while (at < marked.length()) {
            Role role = marked.startsWith(HUMAN, at) ? Role.USER : Role.ASSISTANT;
            int start = at + (role == Role.USER ? HUMAN : ASSISTANT).length();
            int end = next(marked, start);
            String said = marked.substring(start, end).strip();
            if (role == Role.USER || !said.isEmpty()) {
                turns.add(new Message(role, said));
            }
            at = end;
        }
        return new Prompt.Chat(turns);
    }

    private static int next(String text, int from) {
        int human = text.indexOf(HUMAN, from);
        int assistant = text.indexOf(ASSISTANT, from);
        return Math.min(human < 0 ? text.length() : human, assistant < 0 ? text.length() : assistant);
    }
}
