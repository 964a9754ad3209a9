package org.counterpoint.chat.ask;

import java.util.function.Consumer;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.Outcome;

/** Counts what became of questions, and tells how far it is. Safe for several threads. */
final class AskingTally {

    private final AnswerJournal journal;
    private final Budget budget;
    private final Stop stop;
    private final Consumer<AskingSummary> progress;
    private long answered;
    private long fromJournal;
    private long failed;
    private long notAsked;
    private long uncounted;

    AskingTally(AnswerJournal journal, Budget budget, Stop stop, Consumer<AskingSummary> progress) {
        this.journal = journal;
        this.budget = budget;
        this.stop = stop;
        this.progress = progress;
    }

    synchronized void count(Outcome outcome, boolean earlier) {
        if (outcome instanceof Outcome.Answered done) {
            answered++;
            uncounted += done.reply().usage() == null ? 1 : 0;
            fromJournal += earlier ? 1 : 0;
        } else {
            failed++;
        }
        progress.accept(summary());
    }

    synchronized void notAsked() {
        notAsked++;
    }

    synchronized AskingSummary summary() {
        ChatReply.Usage spent = journal.spent();
        return new AskingSummary(
                answered,
                fromJournal,
                failed,
                notAsked,
                spent.promptTokens(),
                spent.completionTokens(),
                uncounted,
                budget.cost(spent),
                stop.reason());
    }
}
