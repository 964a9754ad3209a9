package org.counterpoint.pairs.core.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.difficulty.Difficulty;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.StepSink;
import org.counterpoint.pairs.core.step.SummaryKey;

/**
 * Holds each pair against its verdict: counts it, gives it the score {@code judge_margin}, and does what is to be done
 * where the two disagree.
 */
public final class AuditStep implements GroupStep {
    /** Noticed of a pair that was turned round. */
    public static final String FLIPPED = "flipped";

    private final VerdictTable verdicts;
    private final Disagreement disagreement;

    /** What is counted. */
    public static final SummaryKey<Audit> AUDIT = new SummaryKey<>("audit", Audit::new);

    public AuditStep(VerdictTable verdicts, Disagreement disagreement) {
        this.verdicts = verdicts;
        this.disagreement = disagreement;
    }

    @Override
    public ResponseGroup apply(ResponseGroup group, StepSink sink) {
        if (group.pairs().isEmpty()) {
            return group;
        }
        List<Pair> kept = new ArrayList<>(group.pairs().size());
        for (Pair pair : group.pairs()) {
            Response chosen = group.responses().get(pair.chosen());
            Response rejected = group.responses().get(pair.rejected());
            VerdictTable.Lookup lookup = verdicts.find(group.prompt(), chosen, rejected);
            sink.part(AUDIT).add(group, pair, lookup);
            if (!(lookup instanceof VerdictTable.Found found)) {
                kept.add(pair);
            } else if (found.chosenWins() >= 0.5 || disagreement == Disagreement.KEEP) {
                kept.add(scored(pair, pair.chosen(), pair.rejected(), found.chosenWins()));
            } else if (disagreement == Disagreement.FLIP) {
                sink.notice(FLIPPED);
                kept.add(scored(pair, pair.rejected(), pair.chosen(), 1 - found.chosenWins()));
            } else {
                sink.add(new LedgerEntry(
                        LedgerEntry.Kind.PAIR,
                        chosen.origin(),
                        group.id(),
                        Reasons.CONTRADICTED,
                        pair.type() + ": the judge prefers the answer of " + rejected.model()));
            }
        }
        return new ResponseGroup(group.id(), group.prompt(), group.responses(), kept, group.origin());
    }

    private static Pair scored(Pair pair, int chosen, int rejected, double chosenWins) {
        Map<String, Double> scores = new TreeMap<>(pair.scores());
        scores.put(Difficulty.JUDGE_MARGIN.wireName(), 2 * chosenWins - 1);
        return new Pair(chosen, rejected, pair.type(), scores);
    }
}
