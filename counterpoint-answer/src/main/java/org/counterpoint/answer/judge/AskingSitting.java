package org.counterpoint.answer.judge;

import java.nio.file.Path;
import java.util.function.Function;
import org.counterpoint.chat.Asker;
import org.counterpoint.chat.ask.AnswerJournal;
import org.counterpoint.eval.judge.AskingJudge;
import org.counterpoint.eval.judge.Judge;
import org.counterpoint.eval.judge.PairJudge;
import org.counterpoint.eval.judge.job.Sitting;
import org.counterpoint.store.Provenance;

/** A judge whose questions somebody answers, each answer on the disk before it counts. */
public final class AskingSitting implements Sitting {
    private final Judge judge;
    private final AnswerJournal journal;
    private final Asker asker;

    private AskingSitting(Judge judge, AnswerJournal journal, Asker asker) {
        this.judge = judge;
        this.journal = journal;
        this.asker = asker;
    }

    /**
     * @param out the folder that is being made; the journal stands hidden beside it
     * @param asking who asks beside the journal
     */
    public static AskingSitting open(
            Judge judge, Path out, Provenance record, boolean overwrite, Function<AnswerJournal, Asker> asking) {
        AnswerJournal journal = AnswerJournal.open(out, record, overwrite);
        return new AskingSitting(judge, journal, asking.apply(journal));
    }

    @Override
    public PairJudge judge() {
        return new AskingJudge(judge, asker);
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
