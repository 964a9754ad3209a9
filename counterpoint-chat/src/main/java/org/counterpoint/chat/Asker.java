package org.counterpoint.chat;

import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Puts many questions to a model: several at a time, within limits and budgets, each answer on disk before it counts.
 * What an earlier process has on disk is not asked again.
 */
public interface Asker {

    /**
     * Asks until the questions or the budget end.
     *
     * @param requests drawn as they are needed, so there may be more than memory holds
     * @param outcomes told of each question once, in the order of the questions, on the calling thread
     * @throws InterruptedException where this thread is stopped; what was answered is kept
     */
    AskingSummary ask(Iterator<ChatRequest> requests, Consumer<Outcome> outcomes) throws InterruptedException;
}
