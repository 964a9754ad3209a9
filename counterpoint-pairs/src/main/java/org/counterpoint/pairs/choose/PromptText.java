package org.counterpoint.pairs.choose;

import java.util.stream.Collectors;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;

/** What of a prompt is compared. */
final class PromptText {
    private PromptText() {}

    /** All of it: the texts of all messages, a line break between. */
    static String whole(Prompt prompt) {
        if (prompt instanceof Prompt.Plain plain) {
            return plain.text();
        }
        return ((Prompt.Chat) prompt).messages().stream().map(Message::content).collect(Collectors.joining("\n"));
    }

    /** What was asked last. */
    static String lastQuestion(Prompt prompt) {
        if (prompt instanceof Prompt.Plain plain) {
            return plain.text();
        }
        String last = "";
        for (Message message : ((Prompt.Chat) prompt).messages()) {
            last = message.role() == Role.USER ? message.content() : last;
        }
        return last;
    }
}
