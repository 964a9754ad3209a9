package org.counterpoint.chat;

import java.util.List;
import org.counterpoint.data.Message;

/**
 * One question.
 *
 * @param id the caller's name for it, such as a prompt's id; in the ledger and in errors
 * @param messages what is sent, a system message first where there is one
 * @param sample which of several answers to the same messages this is, from 0; part of what makes requests differ
 */
public record ChatRequest(String id, List<Message> messages, ChatParameters parameters, int sample) {
    public ChatRequest {
        messages = List.copyOf(messages);
    }
}
