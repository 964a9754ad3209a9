package org.counterpoint.pairs.core.text;

import java.util.List;
import java.util.stream.Collectors;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;

/** What of a prompt is compared. */
public final class ComparedText {
    private ComparedText() {}

    /** All of it: the texts of all messages, a line break between. */
    public static String whole(Prompt prompt) {
        if (prompt instanceof Prompt.Plain plain) {
            return plain.text();
        }
        List<Message> messages = ((Prompt.Chat) prompt).messages();
        if (messages.size() == 1) {
            return messages.get(0).content();
        }
        return messages.stream().map(Message::content).collect(Collectors.joining("\n"));
    }

    /** The text's beginning, with a mark where it is cut. */
    public static String cut(String text, int most) {
        return text.length() <= most ? text : head(text, most) + " …";
    }

    /** The text's beginning; never cut within a character. */
    static String head(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** What was asked last. */
    public static String lastQuestion(Prompt prompt) {
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
