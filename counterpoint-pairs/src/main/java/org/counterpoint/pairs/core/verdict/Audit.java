package org.counterpoint.pairs.core.verdict;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.step.Summary;

/** How often verdicts contradict the order: counted by type, by which answer is the longer, and by category. */
public final class Audit implements Summary<Audit> {
    /** How the chosen answer's length compares, in code points. */
    public enum Length {
        CHOSEN_LONGER("chosen longer"),
        CHOSEN_SHORTER("chosen shorter"),
        EQUAL("equally long");

        private final String words;

        Length(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        static Length of(Response chosen, Response rejected) {
            int a = chosen.spoken().codePointCount(0, chosen.spoken().length());
            int b = rejected.spoken().codePointCount(0, rejected.spoken().length());
            return a > b ? CHOSEN_LONGER : a < b ? CHOSEN_SHORTER : EQUAL;
        }
    }

    private final Map<String, AuditCell> byType = new TreeMap<>();
    private final Map<Length, AuditCell> byLength = new TreeMap<>();
    private final Map<String, AuditCell> byCategory = new TreeMap<>();
    private final Map<String, Map<Length, AuditCell>> byTypeAndLength = new TreeMap<>();
    private AuditCell all = AuditCell.NONE;
    private long pairs;
    private long otherTexts;

    /** Takes down one pair as the order has it, before anything is done about it. */
    void add(ResponseGroup group, Pair pair, VerdictTable.Lookup lookup) {
        pairs++;
        if (lookup == VerdictTable.Unknown.OTHER_TEXTS) {
            otherTexts++;
        }
        if (!(lookup instanceof VerdictTable.Found found)) {
            return;
        }
        AuditCell one = AuditCell.of(found.chosenWins());
        Length length = Length.of(
                group.responses().get(pair.chosen()), group.responses().get(pair.rejected()));
        all = all.plus(one);
        byType.merge(pair.type(), one, AuditCell::plus);
        byLength.merge(length, one, AuditCell::plus);
        byTypeAndLength.computeIfAbsent(pair.type(), type -> new TreeMap<>()).merge(length, one, AuditCell::plus);
        if (!found.category().isEmpty()) {
            byCategory.merge(found.category(), one, AuditCell::plus);
        }
    }

    @Override
    public void merge(Audit later) {
        pairs += later.pairs;
        otherTexts += later.otherTexts;
        all = all.plus(later.all);
        later.byType.forEach((type, cell) -> byType.merge(type, cell, AuditCell::plus));
        later.byLength.forEach((length, cell) -> byLength.merge(length, cell, AuditCell::plus));
        later.byCategory.forEach((category, cell) -> byCategory.merge(category, cell, AuditCell::plus));
        later.byTypeAndLength.forEach((type, cells) -> cells.forEach((length, cell) ->
                byTypeAndLength.computeIfAbsent(type, name -> new TreeMap<>()).merge(length, cell, AuditCell::plus)));
    }

    /** What was counted so far. */
    public AuditResult result() {
        Map<String, Map<Length, AuditCell>> both = new LinkedHashMap<>();
        byTypeAndLength.forEach((type, cells) -> both.put(type, new TreeMap<>(cells)));
        return new AuditResult(
                pairs,
                otherTexts,
                all,
                new LinkedHashMap<>(byType),
                new LinkedHashMap<>(byLength),
                new LinkedHashMap<>(byCategory),
                both);
    }
}
