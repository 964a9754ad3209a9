package org.counterpoint.pairs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Losses;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.step.Summary;
import org.counterpoint.pairs.core.verdict.AuditResult;
import org.counterpoint.pairs.core.verdict.OrderEstimate;
import org.counterpoint.pairs.join.JoinReport;
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

    /**
     * Why there is no pair though there were several answers to choose from, or why nothing at all is left, for a person; empty
     * where there is a pair, or one model alone answered. Answers that were left out once they were joined count too: a
     * filter may take all of a model's.
     */
    public Optional<String> noPairs() {
        JoinReport joining = findings.joining();
        boolean met = joining.byAnswers().keySet().stream().anyMatch(models -> models > 1) || answers > groups;
        boolean nothingLeft = groups == 0 && joining.prompts() > 0;
        if (pairs > 0 || !met && !nothingLeft && !joining.severalModels()) {
            return Optional.empty();
        }
        String most = setAside.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(reason -> "most was left out as " + reason.getKey() + " (" + reason.getValue() + "): "
                        + Mends.of(reason.getKey()))
                .orElse("");
        if (met || nothingLeft) {
            return Optional.of(most.isEmpty() ? "the answers to a prompt share their place in the order" : most);
        }
        long near = joining.nearEqual().prompts();
        return Optional.of("no prompt was answered by two models, to the letter"
                + (near > 0
                        ? "; " + near + " differ from others in spaces, case, Unicode form or roles only"
                        : "; give files of answers to the same prompts")
                + (most.isEmpty() ? "" : "; " + most));
    }

    /** Counts groups as they are written. */
    static final class Counter implements Summary<Counter> {
        private final Map<String, Long> byType = new LinkedHashMap<>();
        private final Map<String, Long> made = new TreeMap<>();
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

        @Override
        public void merge(Counter later) {
            groups += later.groups;
            answers += later.answers;
            pairs += later.pairs;
            later.byType.forEach((type, count) -> byType.merge(type, count, Long::sum));
            later.made.forEach((type, count) -> made.merge(type, count, Long::sum));
        }

        /** Takes down the pairs that a prompt's answers give before anything is chosen. */
        void addMade(List<Pair> given) {
            given.forEach(pair -> made.merge(pair.type(), 1L, Long::sum));
        }

        /** Where much of the answers, or of a type's pairs, is lost. */
        List<String> losses(ReadAnswers read, CountingLedger ledger) {
            Map<String, Long> lost = new TreeMap<>(ledger.byReason(LedgerEntry.Kind.ROW));
            ledger.byReason(LedgerEntry.Kind.ANSWER).forEach((reason, count) -> lost.merge(reason, count, Long::sum));
            List<String> words = new ArrayList<>(Losses.words("answers", lost, read.rows(), Mends::of));
            made.forEach((type, before) -> {
                long gone = before - byType.getOrDefault(type, 0L);
                if (Losses.isMuch(gone, before)) {
                    words.add(String.format(
                            Locale.ROOT,
                            "%.0f %% of the pairs %s (%d of %d) are not used; the ledger and set_aside say why.",
                            100.0 * gone / before,
                            type,
                            gone,
                            before));
                }
            });
            return words;
        }

        long groups() {
            return groups;
        }

        PairsSummary summary(
                ReadAnswers read, CountingLedger ledger, Map<String, Long> noticed, PairFindings findings) {
            return new PairsSummary(
                    read.rows(),
                    groups,
                    answers,
                    pairs,
                    new LinkedHashMap<>(byType),
                    new LinkedHashMap<>(ledger.byReason()),
                    new LinkedHashMap<>(noticed),
                    read.refusals(),
                    read.cutOff(),
                    findings,
                    ledger.truncated());
        }
    }
}
