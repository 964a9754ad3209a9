package org.counterpoint.chat.ask;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.counterpoint.chat.Asker;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;

/**
 * Asks over and beside a journal. Questions that are equal but for their id are asked once. When asking ends early,
 * answers on their way are still waited for, as they are paid.
 */
public final class DurableAsker implements Asker {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    /** Outcomes held back behind a slow one. */
    private static final int WINDOW_A_WORKER = 32;

    private static final long SECONDS_FOR_WORKERS_TO_END = 10;

    private final ChatModel model;
    private final AnswerJournal journal;
    private final Limits limits;
    private final Budget budget;
    private final Consumer<AskingSummary> progress;
    private final Backoff backoff;

    /**
     * @param model stays open; not asked by more threads than the limits' concurrency
     * @param journal stays open, and is neither ended nor removed
     * @param progress told of each question that came to its end, on any thread, one at a time
     */
    public DurableAsker(
            ChatModel model, AnswerJournal journal, Limits limits, Budget budget, Consumer<AskingSummary> progress) {
        this(
                model,
                journal,
                limits,
                budget,
                progress,
                new Backoff(FIRST_BACKOFF, LONGEST_BACKOFF, () -> ThreadLocalRandom.current()
                        .nextLong()));
    }

    DurableAsker(
            ChatModel model,
            AnswerJournal journal,
            Limits limits,
            Budget budget,
            Consumer<AskingSummary> progress,
            Backoff backoff) {
        this.model = model;
        this.journal = journal;
        this.limits = limits;
        this.budget = budget;
        this.progress = progress;
        this.backoff = backoff;
    }

    /** Questions that are drawn and still have an outcome to come, at most. */
    public int heldBack() {
        return limits.concurrency() * WINDOW_A_WORKER;
    }

    @Override
    public AskingSummary ask(Iterator<ChatRequest> requests, Consumer<Outcome> outcomes) throws InterruptedException {
        Stop stop = new Stop();
        PatientModel patient = new PatientModel(model, journal, limits, budget, backoff, stop);
        AskingTally tally = new AskingTally(journal, budget, stop, progress);
        ExecutorService workers = Executors.newFixedThreadPool(limits.concurrency());
        try {
            new Round(patient, journal, tally, workers, heldBack()).run(requests, outcomes);
            return tally.summary();
        } finally {
            stop.now("the asking thread was stopped");
            workers.shutdownNow();
            // Whoever closes the journal next must not meet a worker that writes in it.
            workers.awaitTermination(SECONDS_FOR_WORKERS_TO_END, TimeUnit.SECONDS);
        }
    }
}
