package org.counterpoint.report.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.counterpoint.report.Badge;
import org.counterpoint.report.Section;
import tools.jackson.databind.JsonNode;

/**
 * What a run's stages left out.
 *
 * @param byStage counts by reason
 */
record LedgerSection(String run, Map<String, Map<String, Long>> byStage) {
    private static final List<String> FILES =
            List.of("ledger.jsonl", "answers.jsonl.ledger.jsonl", "answers.ledger.jsonl");

    static LedgerSection of(RunFiles run) {
        Map<String, Map<String, Long>> byStage = new LinkedHashMap<>();
        for (JsonNode task : run.run().path("tasks")) {
            String id = task.path("id").asString("");
            Map<String, Long> reasons = new TreeMap<>();
            for (String file : FILES) {
                RunFiles.rows(
                        run.folder().resolve(id).resolve(file),
                        line -> reasons.merge(line.path("reason").asString("?"), 1L, Long::sum));
            }
            if (!reasons.isEmpty()) {
                byStage.put(id, reasons);
            }
        }
        return new LedgerSection(run.name(), byStage);
    }

    /** Rows, answers and pairs together. */
    Badge badge(String name) {
        return Badge.count(
                name,
                byStage.values().stream()
                        .flatMap(reasons -> reasons.values().stream())
                        .mapToLong(Long::longValue)
                        .sum());
    }

    Optional<Section> table() {
        List<List<String>> rows = byStage.entrySet().stream()
                .flatMap(stage -> stage.getValue().entrySet().stream()
                        .map(reason -> List.of(
                                stage.getKey(),
                                reason.getKey(),
                                reason.getValue().toString())))
                .toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section.Table(
                        "Left out in " + run,
                        "Rows, answers and pairs that were not used; each is in its stage's ledger with file and line.",
                        List.of("Stage", "Reason", "Count"),
                        rows));
    }
}
