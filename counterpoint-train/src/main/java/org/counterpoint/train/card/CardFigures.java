package org.counterpoint.train.card;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The figures of {@code metrics.jsonl} that tell how a training ended: of the steps the mean over their last tenth, of
 * evaluations the last one's. Nothing of time and speed, which another machine would have otherwise, and nothing by type.
 */
record CardFigures(Map<String, Double> training, Map<String, Double> evaluation, long steps) {

    private static final String EVALUATION = "eval_";
    private static final Set<String> UNTOLD = Set.of(
            "step",
            "epoch",
            "elapsed_seconds",
            "tokens_per_second",
            "learning_rate",
            "grad_norm",
            "pairs",
            "skipped_groups",
            "tokens");

    static CardFigures read(Path metrics) throws IOException {
        List<Map<String, Double>> lines = new ArrayList<>();
        Map<String, Double> evaluation = new LinkedHashMap<>();
        long steps = 0;
        try (BufferedReader reader = Files.newBufferedReader(metrics)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode values = JsonMapper.shared().readTree(line);
                Map<String, Double> told = new LinkedHashMap<>();
                Map<String, Double> evaluated = new LinkedHashMap<>();
                values.properties().forEach(entry -> {
                    if (isTold(entry.getKey()) && entry.getValue().isNumber()) {
                        (entry.getKey().startsWith(EVALUATION) ? evaluated : told)
                                .put(entry.getKey(), entry.getValue().asDouble());
                    }
                });
                if (!evaluated.isEmpty()) {
                    evaluation = evaluated;
                } else if (!told.isEmpty()) {
                    lines.add(told);
                }
                steps = values.path("step").asLong(steps);
            }
        }
        int last = Math.max(1, lines.size() / 10);
        return new CardFigures(means(lines.subList(Math.max(0, lines.size() - last), lines.size())), evaluation, steps);
    }

    private static boolean isTold(String name) {
        return !UNTOLD.contains(name) && !name.contains(">") && !name.contains("second") && !name.startsWith("share/");
    }

    private static Map<String, Double> means(List<Map<String, Double>> lines) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        lines.forEach(line -> line.forEach((name, value) -> {
            sums.merge(name, value, Double::sum);
            counts.merge(name, 1, Integer::sum);
        }));
        sums.replaceAll((name, sum) -> sum / counts.getOrDefault(name, 1));
        return sums;
    }
}
