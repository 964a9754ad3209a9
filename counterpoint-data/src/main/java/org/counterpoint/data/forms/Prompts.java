package org.counterpoint.data.forms;

import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;
import org.counterpoint.data.Texts;
import tools.jackson.databind.JsonNode;

/** The prompt of a row of any form. */
final class Prompts {
    private Prompts() {}

    /** Alpaca's and AlpacaEval's: the instruction, and a non-empty input after a blank line, as the user's message. */
    static Prompt instruction(JsonNode row) throws RowFault {
        String instruction = Fields.text(row, "", "instruction");
        String input = Fields.optionalText(row, "", "input");
        boolean noInput = input == null || Texts.isEmpty(input);
        return user(noInput ? instruction : instruction + "\n\n" + input);
    }

    static Prompt user(String text) {
        return new Prompt.Chat(List.of(new Message(Role.USER, text)));
    }

    /** A {@code prompt} field: plain text, or messages. */
    static Prompt field(JsonNode value, String path) throws RowFault {
        return value.isString()
                ? new Prompt.Plain(value.stringValue())
                : new Prompt.Chat(Conversations.messages(value, path));
    }

    /** {@code messages} as what was asked: an assistant's message at the end is an answer and left out. */
    static Prompt asked(JsonNode row) throws RowFault {
        List<Message> messages = Conversations.messages(Fields.required(row, "", "messages"), "messages");
        int last = messages.size() - 1;
        boolean answered = last > 0 && messages.get(last).role() == Role.ASSISTANT;
        return new Prompt.Chat(answered ? messages.subList(0, last) : messages);
    }

    /** The prompt of a row, whatever its form. */
    static Prompt of(JsonNode row) throws RowFault {
        Form form = Form.of(row);
        return switch (form) {
            case GROUP, OWN_ANSWER ->
                new Prompt.Chat(Conversations.messages(Fields.required(row, "", "messages"), "messages"));
            case PLAIN_GROUP, PLAIN_ANSWER, PROMPT, PROMPT_COMPLETION ->
                field(Fields.required(row, "", "prompt"), "prompt");
            case COMPLETIONS -> row.has("instruction") ? instruction(row) : CompletionsForm.prompt(row);
            case PAIR -> PairForm.read(row).prompt();
            case ALPACA, INSTRUCTION -> instruction(row);
            case MESSAGES -> asked(row);
            case SHAREGPT -> ShareGpt.asked(row);
        };
    }
}
