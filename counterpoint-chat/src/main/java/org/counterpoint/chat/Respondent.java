package org.counterpoint.chat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who answers one question after another, knows how many there are, and may want earlier ones back. */
public interface Respondent extends AutoCloseable {

    /**
     * Where a question stands.
     *
     * @param place from 1
     * @param of how many there are
     * @param before what was answered to it earlier; null where nothing was
     */
    record Standing(int place, int of, @Nullable ChatReply before) {}

    /**
     * @return the answer; empty where the question before this one is wanted back
     * @throws ChatException where nobody is there any more
     * @throws InterruptedException where the asking thread is stopped
     */
    Optional<ChatReply> reply(ChatRequest request, Standing standing) throws ChatException, InterruptedException;

    /**
     * Everything is answered.
     *
     * @return whether that is the end; false where the last question is wanted back
     */
    boolean finished(int of) throws ChatException, InterruptedException;

    @Override
    void close();
}
