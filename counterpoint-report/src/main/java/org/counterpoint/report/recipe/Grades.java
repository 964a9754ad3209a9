package org.counterpoint.report.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The grades of a grade stage.
 *
 * @param scores by arm: {@code [seed][instruction]}, from 0 to 1
 * @param items what was graded, by instruction; of each arm's first seed
 */
record Grades(Map<String, double[][]> scores, Map<String, List<JsonNode>> items) {

    /** Arms that lack an instruction that others have are left out: they cannot be compared. */
    static Grades read(Path folder) {
        Map<String, Map<String, List<Double>>> found = new LinkedHashMap<>();
        Map<String, List<JsonNode>> items = new LinkedHashMap<>();
        RunFiles.rows(folder.resolve("grades.jsonl"), row -> {
            Map<String, List<Double>> seeds =
                    found.computeIfAbsent(row.path("arm").asString("?"), arm -> new LinkedHashMap<>());
            String seed = row.path("seed").asString("");
            seeds.computeIfAbsent(seed, s -> new ArrayList<>())
                    .add(row.path("score").asDouble(0));
            if (seeds.keySet().iterator().next().equals(seed)) {
                items.computeIfAbsent(row.path("instruction").asString(""), i -> new ArrayList<>())
                        .add(row);
            }
        });
        Map<String, double[][]> scores = new LinkedHashMap<>();
        found.forEach((arm, seeds) -> {
            boolean whole = seeds.values().stream().allMatch(seed -> seed.size() == items.size());
            if (whole) {
                scores.put(
                        arm,
                        seeds.values().stream()
                                .map(seed -> seed.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray())
                                .toArray(double[][]::new));
            }
        });
        return new Grades(scores, items);
    }

    /** Of each answer of one arm's seed i against the other's seed i (or its only one): 1 better, 0.5 as good, 0 worse. */
    static double[][] wins(double[][] first, double[][] second) {
        return IntStream.range(0, first.length)
                .mapToObj(seed -> {
                    double[] other = second[seed % second.length];
                    return IntStream.range(0, first[seed].length)
                            .mapToDouble(i -> (Math.signum(first[seed][i] - other[i]) + 1) / 2)
                            .toArray();
                })
                .toArray(double[][]::new);
    }
}
