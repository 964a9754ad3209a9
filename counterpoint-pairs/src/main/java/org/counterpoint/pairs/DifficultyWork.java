package org.counterpoint.pairs;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.difficulty.DifficultyStep;
import org.counterpoint.pairs.core.difficulty.ScoredBy;
import org.counterpoint.pairs.core.difficulty.Strength;
import org.counterpoint.pairs.core.measure.Measuring;
import org.counterpoint.pairs.core.step.CountingSink;
import org.counterpoint.pairs.core.step.StepSink;
import org.counterpoint.pairs.core.step.SummaryKey;
import org.counterpoint.pairs.core.verdict.AuditStep;
import org.counterpoint.pairs.core.verdict.Disagreement;
import org.counterpoint.pairs.core.verdict.VerdictTable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is done with each group whose pairs are scored: a pure function of the group, also in other processes. */
public final class DifficultyWork implements Serializable {
    private static final SummaryKey<DifficultyCounts> COUNTS = new SummaryKey<>("counts", DifficultyCounts::new);

    private final DifficultyStep own;
    private final AuditStep judged;
    private final Set<String> wanted;
    private final boolean dropMissing;
    private final SummaryKey<Measuring> measured;

    /** @param verdicts those that the choices name */
    public DifficultyWork(DifficultyChoices choices, VerdictTable verdicts) {
        this.own = new DifficultyStep(choices.scores(), new Strength.ByRank());
        this.judged = new AuditStep(verdicts, Disagreement.KEEP);
        this.wanted = Set.copyOf(choices.wanted());
        this.dropMissing = choices.dropMissing();
        Measuring empty = new Measuring().part();
        this.measured = new SummaryKey<>("measured", empty::part);
    }

    /**
     * The group with its pairs' scores, without those that lack one where these are not kept.
     *
     * @param logps what a language model's {@code score} wrote of the group; null for nothing
     * @param rewards the same of a reward model
     */
    public ResponseGroup score(
            ResponseGroup group, @Nullable JsonNode logps, @Nullable JsonNode rewards, StepSink sink) {
        ResponseGroup scored = own.apply(judged.apply(group, sink), sink);
        scored = ScoredBy.LANGUAGE_MODEL.add(scored, logps);
        scored = ScoredBy.REWARD_MODEL.add(scored, rewards);
        DifficultyCounts counts = sink.part(COUNTS);
        ResponseGroup left = complete(scored, counts, sink);
        counts.add(group, left);
        sink.part(measured).add(left);
        return left;
    }

    private ResponseGroup complete(ResponseGroup group, DifficultyCounts counts, StepSink sink) {
        List<Pair> kept = new ArrayList<>();
        for (Pair pair : group.pairs()) {
            List<String> lacking = wanted.stream()
                    .filter(name -> !pair.scores().containsKey(name))
                    .sorted()
                    .toList();
            counts.missing(lacking);
            if (lacking.isEmpty() || !dropMissing) {
                kept.add(pair);
            } else {
                sink.add(new LedgerEntry(
                        LedgerEntry.Kind.PAIR,
                        group.origin(),
                        group.id(),
                        Reasons.MISSING_SCORE,
                        pair.type() + ": no " + String.join(", no ", lacking)));
            }
        }
        return new ResponseGroup(group.id(), group.prompt(), group.responses(), kept, group.origin());
    }

    /** Lets the parts of the summaries be merged into wholes there. */
    public void hold(CountingSink sink) {
        sink.hold(COUNTS, new DifficultyCounts());
        sink.hold(measured, new Measuring());
    }

    /** What was counted, once all groups are in the sink. */
    DifficultyCounts counts(CountingSink sink) {
        return sink.part(COUNTS);
    }

    /** What was measured, once all groups are in the sink. */
    Measuring measured(CountingSink sink) {
        return sink.part(measured);
    }
}
