package org.counterpoint.report.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.counterpoint.report.Section;
import tools.jackson.databind.JsonNode;

/** What of the user's went into a run, with the hashes that it had then. */
final class InputSections {
    private static final int HASH_SHOWN = 16;

    private InputSections() {}

    static Optional<Section> of(RunFiles run) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode task : run.run().path("tasks")) {
            String id = task.path("id").asString("");
            Path lineage = run.folder().resolve(id).resolve("lineage.json");
            if (Files.isRegularFile(lineage)) {
                RunFiles.json(lineage).path("inputs").properties().forEach(field -> field.getValue()
                        .forEach(input -> add(id, field.getKey(), input, rows)));
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section.Table(
                        "Given to " + run.name(),
                        "Files and folders that no stage of the run made, with the beginning of the SHA-256 that they"
                                + " had when they were used. counterpoint lineage leads from any artifact back to them.",
                        List.of("Stage", "As", "Name", "Path", "SHA-256"),
                        rows));
    }

    private static void add(String id, String field, JsonNode input, List<List<String>> rows) {
        if (input.path("stage").isString()) {
            return;
        }
        String hash = input.path("sha256").asString("");
        rows.add(List.of(
                id,
                field,
                input.path("name").asString(""),
                input.path("path").asString(""),
                hash.substring(0, Math.min(HASH_SHOWN, hash.length()))));
    }
}
