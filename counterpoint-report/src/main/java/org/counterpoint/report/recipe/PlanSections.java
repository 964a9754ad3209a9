package org.counterpoint.report.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.report.Section;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was run: on what, how long, how it ended. */
final class PlanSections {
    private static final int HASH_SHOWN = 12;

    private PlanSections() {}

    static List<Section> of(RunFiles run) {
        return List.of(facts(run), plan(run).folded());
    }

    /** Stages that were not done, each with its reason. */
    static List<String> failures(RunFiles run) {
        List<String> failures = new ArrayList<>();
        for (JsonNode task : run.run().path("tasks")) {
            if (task.path("message").isString()) {
                failures.add(run.name() + "/" + task.path("id").asString("") + " "
                        + task.path("status").asString("") + ": "
                        + task.path("message").asString(""));
            }
        }
        return failures;
    }

    private static Section facts(RunFiles run) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String name : List.of("about", "recipe", "seed", "status", "started")) {
            String text = run.run().path(name).asString("");
            if (!text.isBlank()) {
                facts.put(name, text);
            }
        }
        run.run().path("overrides").forEach(one -> facts.merge("overrides", one.asString(""), (a, b) -> a + ", " + b));
        double seconds = 0;
        for (JsonNode task : run.run().path("tasks")) {
            seconds += made(run, task).path("seconds").asDouble(0);
        }
        facts.put("work in all stages", String.format(Locale.ROOT, "%.1f minutes", seconds / 60));
        run.run()
                .path("versions")
                .properties()
                .forEach(version ->
                        facts.put(version.getKey(), version.getValue().asString("")));
        return new Section.Facts("Run " + run.name(), facts);
    }

    private static Section plan(RunFiles run) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode task : run.run().path("tasks")) {
            JsonNode lineage = made(run, task);
            List<String> needs = new ArrayList<>();
            task.path("needs").forEach(need -> needs.add(need.asString("")));
            String key = lineage.path("key").asString("");
            rows.add(List.of(
                    task.path("id").asString(""),
                    task.path("kind").asString(""),
                    String.join(", ", needs),
                    task.path("status").asString(""),
                    String.format(Locale.ROOT, "%.1f", lineage.path("seconds").asDouble(0)),
                    key.substring(0, Math.min(HASH_SHOWN, key.length()))));
        }
        return new Section.Table(
                "Plan of " + run.name(),
                "Each stage with what it was made from; the key is a hash of inputs, settings and code. counterpoint"
                        + " lineage leads further, down to rows.",
                List.of("Stage", "Kind", "Made from", "State", "Seconds", "Key"),
                rows);
    }

    private static JsonNode made(RunFiles run, JsonNode task) {
        Path file = run.folder().resolve(task.path("id").asString("")).resolve("lineage.json");
        return Files.isRegularFile(file)
                ? RunFiles.json(file)
                : JsonMapper.shared().createObjectNode();
    }
}
