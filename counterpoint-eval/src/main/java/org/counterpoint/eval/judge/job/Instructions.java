package org.counterpoint.eval.judge.job;

import java.util.List;
import java.util.stream.Collectors;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;

/** A prompt as AlpacaEval's {@code instruction}: one text. */
final class Instructions {
    private Instructions() {}

    /** The user's only message to the letter; a longer conversation with its speakers named. */
    static String of(Prompt prompt) {
        if (prompt instanceof Prompt.Plain plain) {
            return plain.text();
        }
        List<Message> messages = ((Prompt.Chat) prompt).messages();
        if (messages.size() == 1 && messages.get(0).role() == Role.USER) {
            return messages.get(0).content();
        }
        return messages.stream()
                .map(message -> "[" + message.role().wireName() + "]\n" + message.content())
                .collect(Collectors.joining("\n\n"));
    }
}
