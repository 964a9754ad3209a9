package org.counterpoint.spark;

import java.util.List;
import org.counterpoint.pairs.PairsJob;

/** The files of an output of {@code pairs} that grow group by group. */
final class PairFiles {
    static final String GROUPS = "groups.jsonl";
    static final String PAIRS = "pairs.jsonl";
    static final String LEDGER = "ledger.jsonl";

    /** Those of the groups that came through all stages. */
    static final List<String> OF_GROUPS = List.of(GROUPS, PAIRS, PairsJob.ORIGINS);

    /** What a task found out for the summaries; no part of the output. */
    static final String SUMMARY = "summary.part";

    private PairFiles() {}
}
