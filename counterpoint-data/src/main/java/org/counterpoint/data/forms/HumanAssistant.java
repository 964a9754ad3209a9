package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;

/** Conversations written as one text, {@code "\\n\\nHuman: …\\n\\nAssistant: …"}, as Nectar and HH-RLHF have them. */
final class HumanAssistant {
    private static final String HUMAN = "\n\nHuman:";
    private static final String ASSISTANT = "\n\nAssistant:";

    private HumanAssistant() {}

    /** The turns up to the last question; a text without these marks is one question. */
    static Prompt prompt(String text) {
        String marked = text.startsWith("Human:") ? "\n\n" + text : text;
        if (!marked.startsWith(HUMAN)) {
            return Prompts.user(text);
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
