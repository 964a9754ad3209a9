package org.counterpoint.chat.ask;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;
import org.jspecify.annotations.Nullable;

/** Gives questions to workers, and what came of them back in the questions' order. Used by one thread. */
final class Round {

    private final PatientModel model;
    private final AnswerJournal journal;
    private final AskingTally tally;
    private final ExecutorService workers;
    private final int room;
    private final Deque<Pending> window = new ArrayDeque<>();
    private final Map<String, Future<Optional<Outcome>>> underWay = new HashMap<>();

    /**
     * A question whose outcome was not told yet.
     *
     * @param asked null where the journal has the outcome already
     * @param again whether an equal question was there before it, and is the one that is asked
     */
    private record Pending(
            ChatRequest request, String hash, @Nullable Future<Optional<Outcome>> asked, boolean again) {}

    /** @param room outcomes held back behind a slow one, at most */
    Round(PatientModel model, AnswerJournal journal, AskingTally tally, ExecutorService workers, int room) {
        this.model = model;
        this.journal = journal;
        this.tally = tally;
        this.workers = workers;
        this.room = room;
    }

    void run(Iterator<ChatRequest> requests, Consumer<Outcome> outcomes) throws InterruptedException {
        while (requests.hasNext() || !window.isEmpty()) {
            while (window.size() < room && requests.hasNext()) {
                window.add(start(requests.next()));
            }
            outcome(window.remove()).ifPresentOrElse(outcomes, tally::notAsked);
        }
    }

    private Pending start(ChatRequest request) {
        String hash = RequestHash.of(request);
        Future<Optional<Outcome>> same = underWay.get(hash);
        if (same != null) {
            return new Pending(request, hash, same, true);
        }
        if (journal.has(hash)) {
            return new Pending(request, hash, null, false);
        }
        Future<Optional<Outcome>> asked = workers.submit(() -> {
            Optional<Outcome> outcome = model.ask(request, hash);
            outcome.ifPresent(told -> tally.count(told, false));
            return outcome;
        });
        underWay.put(hash, asked);
        return new Pending(request, hash, asked, false);
    }

    private Optional<Outcome> outcome(Pending pending) throws InterruptedException {
        Future<Optional<Outcome>> asked = pending.asked();
        if (asked != null) {
            Optional<Outcome> outcome = await(asked);
            underWay.remove(pending.hash());
            if (!pending.again()) {
                return outcome;
            }
        }
        Optional<Outcome> found = Optional.ofNullable(journal.find(pending.hash(), pending.request()));
        found.ifPresent(outcome -> tally.count(outcome, asked == null));
        return found;
    }

    private static Optional<Outcome> await(Future<Optional<Outcome>> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("a worker was stopped", e);
        }
    }
}
