package org.counterpoint.serve.board;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The latest texts that a run wrote: rollouts of a policy, or the answers of a stage, also while it is at it. */
final class Samples {
    static final String ROLLOUTS = "rollouts.jsonl";

    private static final int END = 1 << 20;
    private static final int MOST = 64;
    private static final int LONGEST = 20_000;
    private static final List<String> TOLD =
            List.of("step", "id", "sample", "prompt_tokens", "tokens", "finish", "score", "kl", "reward", "model");

    private Samples() {}

    /** Rows with a text, newest first. */
    static ArrayNode of(Path file) throws IOException {
        List<JsonNode> rows = LastLines.of(file, END).stream()
                // A journal holds the row that will be written within a line of its own.
                .map(line -> line.path("row").isObject() ? line.path("row") : line)
                .filter(row -> row.path("text").isString())
                .toList();
        List<JsonNode> latest = rows.subList(Math.max(0, rows.size() - MOST), rows.size());
        ArrayNode samples = JsonMapper.shared().createArrayNode();
        for (int i = latest.size() - 1; i >= 0; i--) {
            samples.add(sample(latest.get(i)));
        }
        return samples;
    }

    /** Of a stage: those that are finished so far, or those that it ended with. */
    static ArrayNode ofStage(Path folder) throws IOException {
        for (String name : List.of(".answers.jsonl.journal.jsonl", "answers.jsonl", ROLLOUTS)) {
            ArrayNode samples = of(folder.resolve(name));
            if (!samples.isEmpty()) {
                return samples;
            }
        }
        return JsonMapper.shared().createArrayNode();
    }

    private static ObjectNode sample(JsonNode row) {
        ObjectNode sample = JsonMapper.shared().createObjectNode();
        for (String name : TOLD) {
            JsonNode value = row.path(name);
            // Rollouts count their tokens; answers hold them.
            if (value.isArray()) {
                sample.put(name, value.size());
            } else if (value.isNumber() || value.isString()) {
                sample.set(name, value);
            }
        }
        sample.put("text", shortened(row.path("text").asString("")));
        ArrayNode messages = sample.putArray("messages");
        for (JsonNode message : row.path("messages")) {
            messages.addObject()
                    .put("role", message.path("role").asString(""))
                    .put("content", shortened(message.path("content").asString("")));
        }
        return sample;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + " … (" + (text.length() - LONGEST) + " characters more)";
    }
}
