package org.counterpoint.pairs.core.choose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.step.StepSink;
import org.jspecify.annotations.Nullable;

/** Takes answers out of groups, each with its line in the ledger. */
public final class Aside {
    private Aside() {}

    /** Every answer of the group goes; nothing is left. */
    public static @Nullable ResponseGroup group(ResponseGroup group, String reason, String detail, StepSink sink) {
        group.responses().forEach(response -> sink.add(entry(group, response, reason, detail)));
        return null;
    }

    /**
     * The group without some answers, and without the pairs that they are in, which carry their reason; null where no
     * answer is left.
     *
     * @param reasons of each answer the reason why it goes; null where it stays
     * @param details of each answer that goes a sentence for a person
     */
    static @Nullable ResponseGroup answers(
            ResponseGroup group, List<@Nullable String> reasons, List<String> details, StepSink sink) {
        List<Response> kept = new ArrayList<>();
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < reasons.size(); i++) {
            String reason = reasons.get(i);
            Response response = group.responses().get(i);
            if (reason == null) {
                places.put(i, kept.size());
                kept.add(response);
            } else {
                sink.add(entry(group, response, reason, details.get(i)));
            }
        }
        List<Pair> pairs = new ArrayList<>();
        for (Pair pair : group.pairs()) {
            Integer chosen = places.get(pair.chosen());
            Integer rejected = places.get(pair.rejected());
            if (chosen != null && rejected != null) {
                pairs.add(new Pair(chosen, rejected, pair.type(), pair.scores()));
            }
        }
        return kept.isEmpty() ? null : new ResponseGroup(group.id(), group.prompt(), kept, pairs, group.origin());
    }

    private static LedgerEntry entry(ResponseGroup group, Response response, String reason, String detail) {
        return new LedgerEntry(
                LedgerEntry.Kind.ANSWER, response.origin(), group.id(), reason, response.model() + ": " + detail);
    }
}
