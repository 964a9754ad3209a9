package org.counterpoint.answer.judge;

import java.util.List;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.data.Message;

/** What a person sees of a question: three texts and no names. */
public record ShownPair(String instruction, String first, String second) {

    /** @throws IllegalArgumentException where the question is not the human judge's */
    public static ShownPair of(ChatRequest request) {
        List<Message> messages = request.messages();
        if (messages.size() != 3) {
            throw new IllegalArgumentException("a person is shown three texts, not " + messages.size());
        }
        return new ShownPair(
                messages.get(0).content(),
                messages.get(1).content(),
                messages.get(2).content());
    }
}
