package org.counterpoint.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads groups as {@code counterpoint pairs} writes them; writes a sample for both sides. */
final class BenchGroups {
    private static final JsonMapper JSON = new JsonMapper();

    private BenchGroups() {}

    /** All groups of a file, in its order. */
    static List<PromptGroup> read(Path file) throws IOException {
        List<PromptGroup> groups = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                groups.add(group(JSON.readTree(line)));
            }
        }
        return groups;
    }

    private static PromptGroup group(JsonNode row) {
        List<PromptGroup.Answer> answers = new ArrayList<>();
        for (JsonNode response : row.required("responses")) {
            answers.add(new PromptGroup.Answer(
                    response.required("model").stringValue(),
                    response.required("text").stringValue()));
        }
        return new PromptGroup(row.required("id").stringValue(), row.required("messages"), answers);
    }

    /** Our form; without {@code pairs}, so every two answers make one. */
    static void writeGroups(Path file, List<PromptGroup> groups) throws IOException {
        write(file, groups, BenchGroups::groupRow);
    }

    /** TRL's form: group after group, each group's pairs in the order (0,1), (0,2), (1,2). */
    static void writePairs(Path file, List<PromptGroup> groups) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        for (PromptGroup group : groups) {
            List<PromptGroup.Answer> answers = group.answers();
            for (int chosen = 0; chosen < answers.size(); chosen++) {
                for (int rejected = chosen + 1; rejected < answers.size(); rejected++) {
                    ObjectNode row = JSON.createObjectNode();
                    row.set("prompt", group.messages());
                    row.set("chosen", assistant(answers.get(chosen)));
                    row.set("rejected", assistant(answers.get(rejected)));
                    rows.add(row);
                }
            }
        }
        write(file, rows, Function.identity());
    }

    /** Each group's first answer, with its prompt, in TRL's form. */
    static void writeAnswers(Path file, List<PromptGroup> groups) throws IOException {
        write(file, groups, group -> {
            ObjectNode row = JSON.createObjectNode();
            row.set("prompt", group.messages());
            row.set("completion", assistant(group.answers().get(0)));
            return row;
        });
    }

    /** The prompts alone. */
    static void writePrompts(Path file, List<PromptGroup> groups) throws IOException {
        write(file, groups, group -> {
            ObjectNode row = JSON.createObjectNode().put("id", group.id());
            row.set("messages", group.messages());
            return row;
        });
    }

    private static ObjectNode groupRow(PromptGroup group) {
        ObjectNode row = JSON.createObjectNode().put("id", group.id());
        row.set("messages", group.messages());
        ArrayNode responses = row.putArray("responses");
        for (PromptGroup.Answer answer : group.answers()) {
            responses.addObject().put("model", answer.model()).put("text", answer.text());
        }
        return row;
    }

    private static ArrayNode assistant(PromptGroup.Answer answer) {
        ArrayNode messages = JSON.createArrayNode();
        messages.addObject().put("role", "assistant").put("content", answer.text());
        return messages;
    }

    private static <T> void write(Path file, List<T> rows, Function<T, ObjectNode> form) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (T row : rows) {
                out.write(JSON.writeValueAsString(form.apply(row)));
                out.write('\n');
            }
        }
    }
}
