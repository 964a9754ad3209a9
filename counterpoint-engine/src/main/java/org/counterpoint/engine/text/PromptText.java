package org.counterpoint.engine.text;

import java.util.List;

/** What a response answers: a conversation, which needs a chat template, or a plain string, which uses none. */
public sealed interface PromptText {

    /** The turns before the answer. */
    record Chat(List<ChatMessage> messages) implements PromptText {
        public Chat {
            messages = List.copyOf(messages);
        }
    }

    /** Text that the answer continues directly. */
    record Plain(String text) implements PromptText {}
}
