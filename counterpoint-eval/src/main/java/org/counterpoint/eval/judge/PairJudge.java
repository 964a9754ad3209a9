package org.counterpoint.eval.judge;

import java.util.List;
import java.util.function.Consumer;
import org.counterpoint.chat.AskingSummary;

/** Whoever says which of two answers is better: a model that is asked, or a grader. */
public interface PairJudge {

    /**
     * Judges all comparisons, as far as a budget reaches.
     *
     * @param verdicts told of each comparison once, in their order, on the calling thread
     * @return what asking came to; all zero where nobody is asked
     * @throws InterruptedException where this thread is stopped; what was answered is kept
     */
    AskingSummary judge(List<AnswerPair> comparisons, Consumer<Judged> verdicts) throws InterruptedException;
}
