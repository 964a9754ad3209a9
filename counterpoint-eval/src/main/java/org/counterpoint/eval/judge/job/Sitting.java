package org.counterpoint.eval.judge.job;

import java.util.List;
import org.counterpoint.eval.judge.AnswerPair;
import org.counterpoint.eval.judge.PairJudge;
import org.counterpoint.store.Provenance;

/** A judge at work on one output, with whatever keeps its answers. */
public interface Sitting extends AutoCloseable {

    PairJudge judge();

    /**
     * The verdicts are written.
     *
     * @param complete whether all were asked for and answered: then what was kept for the next run may go
     */
    void end(boolean complete);

    @Override
    void close();

    /** Begins one, once it is known what the output is. */
    @FunctionalInterface
    interface Opening {
        Sitting open(Provenance record, List<AnswerPair> comparisons);
    }

    /** One where nobody is asked, so that there is nothing to keep. */
    static Sitting of(PairJudge judge) {
        return new Sitting() {
            @Override
            public PairJudge judge() {
                return judge;
            }

            @Override
            public void end(boolean complete) {
                // It is computed anew whenever it is wanted.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
