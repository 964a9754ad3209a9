package org.counterpoint.answer.judge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatReply;
import org.jspecify.annotations.Nullable;

/** The one question that waits for a person, between the thread that asks it and those that serve the page. */
final class OpenQuestion {
    /** A question with a number, so that a key pressed twice does not answer the next one. */
    record Waiting(int number, ShownPair pair, CompletableFuture<String> key) {}

    private int asked;
    private int answered;
    private boolean left;
    private @Nullable Waiting waiting;

    ChatReply ask(ShownPair pair) throws ChatException, InterruptedException {
        Waiting mine;
        synchronized (this) {
            if (left) {
                throw Person.left();
            }
            mine = new Waiting(++asked, pair, new CompletableFuture<>());
            waiting = mine;
        }
        long startedAt = System.nanoTime();
        try {
            String key = mine.key().get();
            if (key.equals("q")) {
                throw Person.left();
            }
            return Person.reply(key, startedAt);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            synchronized (this) {
                if (waiting == mine) {
                    waiting = null;
                }
            }
        }
    }

    synchronized @Nullable Waiting waiting() {
        return waiting;
    }

    synchronized int answered() {
        return answered;
    }

    synchronized boolean hasLeft() {
        return left;
    }

    /** False where another question waits by now. */
    synchronized boolean answer(int number, String key) {
        if (waiting == null || waiting.number() != number) {
            return false;
        }
        left |= key.equals("q");
        answered += key.equals("q") ? 0 : 1;
        waiting.key().complete(key);
        waiting = null;
        return true;
    }
}
