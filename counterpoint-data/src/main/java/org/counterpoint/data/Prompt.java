package org.counterpoint.data;

import java.util.List;

/** What a model was asked: a conversation, or plain text that no chat template touches. */
public sealed interface Prompt {

    /** Messages that a chat template renders; at least one. */
    record Chat(List<Message> messages) implements Prompt {
        public Chat {
            messages = List.copyOf(messages);
        }
    }

    /** Plain text, continued by the answer as it stands. */
    record Plain(String text) implements Prompt {}
}
