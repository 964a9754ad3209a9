package org.counterpoint.answer.judge;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.chat.ask.AnswerJournal;
import org.counterpoint.chat.ask.Budget;
import org.counterpoint.chat.ask.DurableAsker;
import org.counterpoint.chat.ask.Limits;
import org.counterpoint.eval.judge.AskingJudge;
import org.counterpoint.eval.judge.Judge;
import org.counterpoint.eval.judge.PairJudge;
import org.counterpoint.eval.judge.job.Sitting;
import org.counterpoint.store.Provenance;

/** A judge whose questions somebody answers, each answer on the disk before it counts. */
public final class AskingSitting implements Sitting {
    private final Judge judge;
    private final ChatModel model;
    private final AnswerJournal journal;
    private final Limits limits;
    private final Budget budget;
    private final Consumer<AskingSummary> progress;

    private AskingSitting(
            Judge judge,
            ChatModel model,
            AnswerJournal journal,
            Limits limits,
            Budget budget,
            Consumer<AskingSummary> progress) {
        this.judge = judge;
        this.model = model;
        this.journal = journal;
        this.limits = limits;
        this.budget = budget;
        this.progress = progress;
    }

    /**
     * @param out the folder that is being made; the journal stands hidden beside it
     * @param model stays open
     * @param progress told of each question that came to its end, on any thread
     */
    public static AskingSitting open(
            Judge judge,
            ChatModel model,
            Path out,
            Provenance record,
            boolean overwrite,
            Limits limits,
            Budget budget,
            Consumer<AskingSummary> progress) {
        AnswerJournal journal = AnswerJournal.open(out, record, overwrite);
        return new AskingSitting(judge, model, journal, limits, budget, progress);
    }

    @Override
    public PairJudge judge() {
        return new AskingJudge(judge, new DurableAsker(model, journal, limits, budget, progress));
    }

    @Override
    public void end(boolean complete) {
        if (complete) {
            journal.remove();
        } else {
            journal.end();
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
