package org.counterpoint.pairs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.verdict.AuditResult;
import org.counterpoint.pairs.verdict.OrderEstimate;
import tools.jackson.databind.node.ArrayNode;
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
 * @param findings what was measured of the pairs
 * @param truncated whether a file ended too early, so that only a part was read
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
        PairFindings findings,
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
        json.put("joined_by", "prompt");
        json.set("joining", findings.joining().toJson());
        json.put("order", findings.order());
        OrderEstimate estimate = findings.estimate();
        if (estimate != null) {
            json.set("order_estimate", estimate.toJson());
        }
        AuditResult audit = findings.audit();
        if (audit != null) {
            json.set("audit", audit.toJson());
        }
        findings.measured().addTo(json);
        ArrayNode warnings = json.putArray("warnings");
        findings.warnings().forEach(warnings::add);
        return json;
    }

    /** Counts groups as they are written. */
    static final class Counter {
        private final Map<String, Long> byType = new LinkedHashMap<>();
        private long groups;
        private long answers;
        private long pairs;

        /** @param types the types that there should be pairs of; others are added as they come */
        Counter(List<String> types) {
            types.forEach(type -> byType.put(type, 0L));
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

        PairsSummary summary(AnswerPool pool, CountingLedger ledger, Map<String, Long> noticed, PairFindings findings) {
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
                    findings,
                    ledger.truncated());
        }
    }
}
