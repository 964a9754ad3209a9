package org.counterpoint.pairs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run of {@code pairs} did.
 *
 * @param rowsRead non-blank lines or array elements of all files, broken ones too
 * @param answers answers that stand in a group
 * @param pairsByType every type that the order gives, those without a pair too, in the order's order
 * @param setAside how many ledger lines by reason
 * @param noticed how often something was found that changes nothing, by name
 * @param refusals answers that open as refusals do, kept or not
 * @param cutOff answers that ended for their length, kept or not
 * @param joinedBy {@code "id"} or {@code "prompt"}
 * @param truncated whether a compressed file ended too early, so that only a part was read
 */
public record PairsSummary(
        long rowsRead,
        long groups,
        long answers,
        long pairs,
        Map<String, Long> pairsByType,
        Map<String, Long> setAside,
        Map<String, Long> noticed,
        long refusals,
        long cutOff,
        String joinedBy,
        boolean truncated) {

    /** The content of {@code summary.json}. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("rows_read", rowsRead);
        json.put("groups", groups);
        json.put("answers", answers);
        json.put("pairs", pairs);
        ObjectNode types = json.putObject("pairs_by_type");
        pairsByType.forEach(types::put);
        ObjectNode reasons = json.putObject("set_aside");
        setAside.forEach(reasons::put);
        ObjectNode names = json.putObject("noticed");
        noticed.forEach(names::put);
        json.put("refusals", refusals);
        json.put("cut_off", cutOff);
        json.put("joined_by", joinedBy);
        return json;
    }

    /** Counts groups as they are written. */
    static final class Counter {
        private final Map<String, Long> byType = new LinkedHashMap<>();
        private long groups;
        private long answers;
        private long pairs;

        Counter(ModelOrder order) {
            for (String chosen : order.models()) {
                for (String rejected : order.models()) {
                    if (order.rank(chosen) < order.rank(rejected)) {
                        byType.put(Pair.type(chosen, rejected), 0L);
                    }
                }
            }
        }

        void add(ResponseGroup group) {
            groups++;
            answers += group.responses().size();
            pairs += group.pairs().size();
            group.pairs().forEach(pair -> byType.merge(pair.type(), 1L, Long::sum));
        }

        long groups() {
            return groups;
        }

        PairsSummary summary(AnswerPool pool, CountingLedger ledger, Map<String, Long> noticed) {
            return new PairsSummary(
                    pool.rowsRead(),
                    groups,
                    answers,
                    pairs,
                    new LinkedHashMap<>(byType),
                    new LinkedHashMap<>(ledger.byReason()),
                    new LinkedHashMap<>(noticed),
                    pool.refusals(),
                    pool.cutOff(),
                    pool.joinedById() ? "id" : "prompt",
                    ledger.truncated());
        }
    }
}
