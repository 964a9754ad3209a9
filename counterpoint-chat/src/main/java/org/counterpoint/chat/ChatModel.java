package org.counterpoint.chat;

/** Answers one question at a time; safe for several threads. A server, a local checkpoint, a person. */
public interface ChatModel extends AutoCloseable {

    /**
     * @throws ChatException where there is no answer; it says whether asking again may help
     * @throws InterruptedException where the asking thread is stopped
     */
    ChatReply reply(ChatRequest request) throws ChatException, InterruptedException;

    @Override
    void close();
}
