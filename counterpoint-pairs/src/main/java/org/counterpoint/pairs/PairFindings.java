package org.counterpoint.pairs;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.pairs.core.measure.Measurements;
import org.counterpoint.pairs.core.measure.Warnings;
import org.counterpoint.pairs.core.verdict.AuditResult;
import org.counterpoint.pairs.core.verdict.OrderEstimate;
import org.counterpoint.pairs.join.JoinReport;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of the pairs while they were made.
 *
 * @param joining what came together and what did not
 * @param order where the order is from, as the record of the output says it
 * @param estimate how it was estimated; null where it was not
 * @param losses where much was set aside, in words
 * @param audit how often verdicts contradict it; null where none were given
 */
public record PairFindings(
        JoinReport joining,
        String order,
        @Nullable OrderEstimate estimate,
        @Nullable AuditResult audit,
        Measurements measured,
        List<String> losses) {
    public PairFindings {
        losses = List.copyOf(losses);
    }

    /** What a person should think about before training on the pairs. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(losses);
        warnings.addAll(joining.warnings());
        warnings.addAll(Warnings.of(measured, audit));
        return warnings;
    }
}
