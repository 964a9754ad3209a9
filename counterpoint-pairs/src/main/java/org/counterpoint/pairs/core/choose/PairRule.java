package org.counterpoint.pairs.core.choose;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.StepSink;

/** Says of each pair of a group whether it stays; what does not is in the ledger under the rule's reason. */
@FunctionalInterface
interface PairRule extends Serializable {
    /** Why the pair is not used, for a person; empty where it is. */
    String objection(ResponseGroup group, Pair pair);

    /** The rule as a step. */
    static GroupStep step(String reason, PairRule rule) {
        return (group, sink) -> apply(reason, rule, group, sink);
    }

    private static ResponseGroup apply(String reason, PairRule rule, ResponseGroup group, StepSink sink) {
        List<Pair> kept = new ArrayList<>(group.pairs().size());
        for (Pair pair : group.pairs()) {
            String objection = rule.objection(group, pair);
            if (objection.isEmpty()) {
                kept.add(pair);
            } else {
                sink.add(entry(group, pair, reason, objection));
            }
        }
        return kept.size() == group.pairs().size()
                ? group
                : new ResponseGroup(group.id(), group.prompt(), group.responses(), kept, group.origin());
    }

    /** The ledger's line of a pair that is not used. */
    static LedgerEntry entry(ResponseGroup group, Pair pair, String reason, String detail) {
        return new LedgerEntry(
                LedgerEntry.Kind.PAIR,
                group.responses().get(pair.chosen()).origin(),
                group.id(),
                reason,
                pair.type() + ": " + detail);
    }
}
