package org.counterpoint.chat.ask;

import java.time.Duration;
import java.util.Optional;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatRequest;
import org.counterpoint.chat.Outcome;
import org.jspecify.annotations.Nullable;

/** Takes a question from its first try to what came of it. Many threads share one, and so its limits. */
final class PatientModel {

    /** A server that wants more is better asked another day. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private final ChatModel model;
    private final AnswerJournal journal;
    private final Limits limits;
    private final Backoff backoff;
    private final Stop stop;
    private final Purse purse;
    private final Pace pace;
    private final ServerHealth health;

    PatientModel(ChatModel model, AnswerJournal journal, Limits limits, Budget budget, Backoff backoff, Stop stop) {
        this.model = model;
        this.journal = journal;
        this.limits = limits;
        this.backoff = backoff;
        this.stop = stop;
        this.purse = new Purse(budget, journal);
        this.pace = new Pace(limits, stop.nanoTime());
        this.health = new ServerHealth(limits.patience());
    }

    /** What came of it, in the journal by now; empty where all asking ends before that. */
    Optional<Outcome> ask(ChatRequest request, String hash) throws InterruptedException {
        ChatReply.Usage most = Usages.most(request);
        int failures = 0;
        for (int tries = 1; !stop.isSet(); tries++) {
            try {
                Optional<ChatReply> reply = attempt(request, hash, most);
                return reply.map(given -> new Outcome.Answered(request, given));
            } catch (ChatException e) {
                if (e.reason().equals(ChatException.ENDED)) {
                    stop.now(String.valueOf(e.getMessage()));
                    return Optional.empty();
                }
                if (!e.worthAnotherTry()) {
                    stopFor(health.refused(e));
                    return Optional.of(failed(request, hash, e, String.valueOf(e.getMessage())));
                }
                stopFor(health.failed(hash, e, stop.nanoTime()));
                failures += health.isDown() ? 0 : 1;
                if (failures > limits.retries() && !stop.isSet()) {
                    return Optional.of(failed(request, hash, e, "after " + tries + " tries: " + e.getMessage()));
                }
                rest(e.retryAfter(), tries);
            }
        }
        return Optional.empty();
    }

    /** One try; empty where there is no room for it in the budget, or asking ends. */
    private Optional<ChatReply> attempt(ChatRequest request, String hash, ChatReply.Usage most)
            throws ChatException, InterruptedException {
        if (!purse.reserve(most)) {
            stop.now(purse.empty());
            return Optional.empty();
        }
        long unused = Usages.tokens(most);
        try {
            if (!waitForTurn(unused)) {
                return Optional.empty();
            }
            ChatReply reply = model.reply(request);
            ChatReply.Usage paid = Usages.of(request, reply);
            unused -= Usages.tokens(paid);
            health.answered();
            journal.answered(hash, reply, paid);
            return Optional.of(reply);
        } finally {
            pace.giveBack(unused);
            purse.release(most);
        }
    }

    private boolean waitForTurn(long tokens) throws InterruptedException {
        long wait = pace.take(tokens, stop.nanoTime());
        while (wait > 0) {
            if (stop.sleep(Duration.ofNanos(wait))) {
                return false;
            }
            wait = pace.pauseLeft(stop.nanoTime());
        }
        return !stop.isSet();
    }

    private Outcome failed(ChatRequest request, String hash, ChatException failure, String detail) {
        ChatReply.@Nullable Usage paid = failure.usage();
        journal.failed(hash, failure.reason(), detail, paid == null ? Usages.NOTHING : paid);
        return new Outcome.Failed(request, failure.reason(), detail);
    }

    private void stopFor(@Nullable String why) {
        if (why != null) {
            stop.now(why);
        }
    }

    private void rest(@Nullable Duration asked, int tries) throws InterruptedException {
        Duration wait = backoff.after(tries);
        if (asked != null) {
            if (asked.compareTo(LONGEST_RETRY_AFTER) > 0) {
                stop.now("the server asks to wait for " + asked.toSeconds() + " s");
                return;
            }
            pace.pause(asked, stop.nanoTime());
            wait = asked;
        }
        stop.sleep(wait);
    }
}
