package org.counterpoint.pairs;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.Answer;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.measure.Measuring;
import org.counterpoint.pairs.core.step.StepSink;
import org.counterpoint.pairs.core.step.SummaryKey;
import org.counterpoint.pairs.join.JoinedPrompt;
import org.counterpoint.pairs.join.Joining;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the answers to one prompt before the stages and with the group after them: pure functions of these
 * answers, called from several threads, or in other processes.
 */
public final class GroupWork implements Serializable {
    private final GroupJoin join;
    private final SummaryKey<PairsSummary.Counter> counter;
    private final SummaryKey<Measuring> measured;
    private final SummaryKey<Joining> joining;

    GroupWork(
            GroupJoin join,
            SummaryKey<PairsSummary.Counter> counter,
            SummaryKey<Measuring> measured,
            SummaryKey<Joining> joining) {
        this.join = join;
        this.counter = counter;
        this.measured = measured;
        this.joining = joining;
    }

    /**
     * The group of answers that share a prompt, with all its pairs; null where none of them can stand in one.
     *
     * @param answers at least one, in the order in which they were read
     * @param firsts for each answer whose id stood with another prompt before, where that was; else null
     */
    public @Nullable ResponseGroup make(List<Answer> answers, List<@Nullable Origin> firsts, StepSink sink) {
        List<Answer> usable = new ArrayList<>(answers);
        for (int i = answers.size() - 1; i >= 0; i--) {
            Origin first = firsts.get(i);
            if (first != null) {
                sink.add(mismatch(usable.remove(i), first));
            }
        }
        if (usable.isEmpty()) {
            return null;
        }
        String id = GroupJoin.id(usable);
        sink.part(joining).add(JoinedPrompt.of(id, usable));
        ResponseGroup made = join.join(id, usable, sink);
        if (made != null) {
            sink.part(counter).addMade(made.pairs());
        }
        return made;
    }

    private static LedgerEntry mismatch(Answer answer, Origin first) {
        return new LedgerEntry(
                LedgerEntry.Kind.ANSWER,
                answer.origin(),
                answer.id(),
                Reasons.ID_PROMPT_MISMATCH,
                "the id stands with another prompt at " + first);
    }

    /**
     * Takes a group that came through all stages into the summaries.
     *
     * @throws org.counterpoint.data.InputException where it has more pairs than a prompt may have
     */
    public void count(ResponseGroup group, StepSink sink) {
        PairLimit.check(group);
        sink.part(counter).add(group);
        sink.part(measured).add(group);
    }
}
