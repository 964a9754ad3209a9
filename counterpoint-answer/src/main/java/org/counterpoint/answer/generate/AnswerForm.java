package org.counterpoint.answer.generate;

import java.util.List;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;
import org.counterpoint.data.write.JsonForms;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rows that answers are written as. */
public enum AnswerForm {
    /** {@code {id, messages, model, text, tokens, finish}}; a plain prompt stands under {@code prompt}. */
    counterpoint {
        @Override
        ObjectNode row(Answered answered) {
            ObjectNode row = JsonNodeFactory.instance.objectNode().put("id", answered.id());
            if (answered.prompt() instanceof Prompt.Plain plain) {
                row.put("prompt", plain.text());
            } else if (answered.prompt() instanceof Prompt.Chat chat) {
                row.set("messages", JsonForms.messages(chat.messages()));
            }
            row.put("model", answered.model())
                    .put("text", answered.text())
                    .put("tokens", answered.tokens())
                    .put("finish", answered.stopped() ? "stop" : "length");
            if (answered.sample() > 0) {
                row.put("sample", answered.sample());
            }
            return row;
        }
    },
    /** AlpacaEval's {@code {instruction, output, generator}}. */
    alpaca_eval {
        @Override
        void requireRoomFor(Prompt prompt) {
            instruction(prompt);
        }

        @Override
        ObjectNode row(Answered answered) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("instruction", instruction(answered.prompt()))
                    .put("output", answered.text())
                    .put("generator", answered.model());
        }
    };

    /**
     * An answer and what it answers.
     *
     * @param sample which of several answers to the prompt, from 0
     * @param stopped whether the model ended it
     */
    record Answered(String id, Prompt prompt, String model, String text, int tokens, boolean stopped, int sample) {}

    abstract ObjectNode row(Answered answered);

    /** @throws UsageException where the form has no place for the prompt */
    void requireRoomFor(Prompt prompt) {
        // Any prompt fits, unless a form says otherwise.
    }

    private static String instruction(Prompt prompt) {
        if (prompt instanceof Prompt.Plain plain) {
            return plain.text();
        }
        List<Message> messages = ((Prompt.Chat) prompt).messages();
        if (messages.size() != 1 || messages.get(0).role() != Role.USER) {
            throw new UsageException("--format alpaca_eval has room for one user message only, and a prompt here has "
                    + messages.size() + " messages; leave --format out");
        }
        return messages.get(0).content();
    }
}
