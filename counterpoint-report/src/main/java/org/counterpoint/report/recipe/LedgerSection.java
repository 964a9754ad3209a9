package org.counterpoint.report.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.counterpoint.report.Section;
import tools.jackson.databind.JsonNode;

/** What the stages set aside, by reason. */
final class LedgerSection {
    private static final List<String> FILES =
            List.of("ledger.jsonl", "answers.jsonl.ledger.jsonl", "answers.ledger.jsonl");

    private LedgerSection() {}

    static Optional<Section> of(RunFiles run) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode task : run.run().path("tasks")) {
            String id = task.path("id").asString("");
            Map<String, Long> reasons = new TreeMap<>();
            for (String file : FILES) {
                RunFiles.rows(
                        run.folder().resolve(id).resolve(file),
                        line -> reasons.merge(line.path("reason").asString("?"), 1L, Long::sum));
            }
            reasons.forEach((reason, count) -> rows.add(List.of(id, reason, count.toString())));
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section.Table(
                        "Set aside in " + run.name(),
                        "Rows, answers and pairs that were not used; each is in its stage's ledger with file and line.",
                        List.of("Stage", "Reason", "Count"),
                        rows));
    }
}
