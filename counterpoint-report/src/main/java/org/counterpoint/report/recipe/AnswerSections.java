package org.counterpoint.report.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.counterpoint.report.Section;
import tools.jackson.databind.JsonNode;

/** What the models of a run answered, side by side; for a run in which nobody graded or judged them. */
final class AnswerSections {
    private static final int PROMPTS = 300;

    private AnswerSections() {}

    static Optional<Section> of(RunFiles run) {
        Map<String, Map<String, JsonNode>> byPrompt = new LinkedHashMap<>();
        for (Path folder : run.artifacts("generate")) {
            RunFiles.rows(folder.resolve("answers.jsonl"), row -> byPrompt.computeIfAbsent(
                            prompt(row), prompt -> new LinkedHashMap<>())
                    .putIfAbsent(row.path("model").asString(run.id(folder)), row));
        }
        if (byPrompt.isEmpty()) {
            return Optional.empty();
        }
        List<Section.Item> items = byPrompt.entrySet().stream()
                .limit(PROMPTS)
                .map(entry -> item(entry.getKey(), entry.getValue()))
                .toList();
        return Optional.of(new Section.Answers(
                "Answers in " + run.name(),
                (byPrompt.size() > PROMPTS ? "The first " + PROMPTS + " of " : "All ") + byPrompt.size()
                        + " prompts, the models' first answers beside each other. Nobody judged them: beside each is"
                        + " how many tokens it has.",
                items));
    }

    private static Section.Item item(String prompt, Map<String, JsonNode> answers) {
        List<Section.Shown> shown = new ArrayList<>();
        TreeSet<String> tags = new TreeSet<>();
        answers.forEach((model, row) -> {
            boolean cut = row.path("finish").asString("").equals("length");
            if (cut) {
                tags.add("cut by length");
            }
            String tokens = row.path("tokens").isArray() || !row.path("tokens").isNumber()
                    ? ""
                    : row.path("tokens").asInt() + " tokens";
            shown.add(new Section.Shown(model, row.path("text").asString(""), tokens, cut ? "cut by length" : ""));
        });
        boolean alike = answers.values().stream()
                        .map(row -> row.path("text").asString(""))
                        .distinct()
                        .count()
                < answers.size();
        if (alike) {
            tags.add("equal answers");
        }
        return new Section.Item(prompt, List.copyOf(tags), shown);
    }

    /** The last message, or a plain prompt. */
    static String prompt(JsonNode row) {
        JsonNode messages = row.path("messages");
        return messages.isArray() && !messages.isEmpty()
                ? messages.path(messages.size() - 1).path("content").asString("")
                : row.path("prompt").asString("");
    }
}
