package org.counterpoint.pairs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.step.Summary;

/** Groups and pairs that were scored, and how many pairs lack which score. */
final class DifficultyCounts implements Summary<DifficultyCounts> {
    private final Map<String, Long> missing = new TreeMap<>();
    private long groups;
    private long pairsBefore;
    private long pairs;

    void missing(List<String> scores) {
        scores.forEach(name -> missing.merge(name, 1L, Long::sum));
    }

    void add(ResponseGroup before, ResponseGroup left) {
        groups++;
        pairsBefore += before.pairs().size();
        pairs += left.pairs().size();
    }

    @Override
    public void merge(DifficultyCounts later) {
        groups += later.groups;
        pairsBefore += later.pairsBefore;
        pairs += later.pairs;
        later.missing.forEach((name, count) -> missing.merge(name, count, Long::sum));
    }

    long groups() {
        return groups;
    }

    /** Those that are left. */
    long pairs() {
        return pairs;
    }

    /** How many pairs lack each score. */
    Map<String, Long> missing() {
        return missing;
    }

    /** Whether no pair has a score that some lack. */
    boolean lackAll(String score) {
        return missing.getOrDefault(score, 0L) == pairsBefore;
    }
}
