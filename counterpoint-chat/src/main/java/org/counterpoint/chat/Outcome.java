package org.counterpoint.chat;

/** What became of a question. */
public sealed interface Outcome {

    ChatRequest request();

    /** It was answered, now or by an earlier process. */
    record Answered(ChatRequest request, ChatReply reply) implements Outcome {}

    /**
     * It ended without an answer.
     *
     * @param reason the ledger's name for it
     * @param detail a sentence for a person
     */
    record Failed(ChatRequest request, String reason, String detail) implements Outcome {}
}
