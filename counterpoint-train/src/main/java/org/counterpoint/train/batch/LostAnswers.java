package org.counterpoint.train.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.LedgerEntry.Kind;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.jspecify.annotations.Nullable;

/**
 * Answers of a group that are not used, as one line of the ledger.
 *
 * @param answers how many they are
 */
public record LostAnswers(LedgerEntry entry, int answers) {
    private static final String UNNAMED_REASON = "not_encoded";

    /** One answer. */
    static LostAnswers one(LedgerEntry entry) {
        return new LostAnswers(entry, 1);
    }

    /** All of these, a line for each row that they come from. */
    static List<LostAnswers> rows(ResponseGroup group, List<Response> responses, String reason, String detail) {
        Map<Origin, Integer> rows = new LinkedHashMap<>();
        responses.forEach(response -> rows.merge(response.origin(), 1, Integer::sum));
        return rows.entrySet().stream()
                .map(row -> new LostAnswers(
                        new LedgerEntry(Kind.ROW, row.getKey(), group.id(), reason, detail), row.getValue()))
                .toList();
    }

    /**
     * Those that could not be encoded: a line a row where they are several and it is so with all of them for one reason, which lies
     * in what they share, else a line an answer.
     *
     * @param responses that were to be encoded
     * @param encoded what came of them, in their order
     */
    public static List<LostAnswers> of(ResponseGroup group, List<Response> responses, GroupEncoder.Encoded encoded) {
        List<@Nullable String> reasons = encoded.reasons();
        boolean shared = responses.size() > 1
                && encoded.sequences().stream().allMatch(Objects::isNull)
                && reasons.stream().distinct().count() == 1;
        if (shared) {
            LedgerEntry first = entry(group, responses.get(0), reasons.get(0));
            return rows(group, responses, first.reason(), first.detail());
        }
        List<LostAnswers> lost = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            if (encoded.sequences().get(i) == null) {
                lost.add(one(entry(group, responses.get(i), reasons.get(i))));
            }
        }
        return lost;
    }

    private static LedgerEntry entry(ResponseGroup group, Response response, @Nullable String reason) {
        return LedgerEntry.of(
                Kind.ANSWER, response.origin(), group.id(), Objects.requireNonNullElse(reason, UNNAMED_REASON));
    }
}
