package org.counterpoint.report.reward;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.data.rows.Rows;
import org.counterpoint.stats.Interval;
import org.counterpoint.stats.Proportions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How often a reward model scores the chosen answer above the rejected one, in the pairs of one subset (RewardBench, arXiv
 * 2403.13787). A tie is no success.
 *
 * @param section of RewardBench 1 where the subset is one of its; {@code "all"} for all pairs; else the subset's own name
 * @param subset empty where this is a section's row, whose accuracy is over all its pairs
 */
public record SubsetAccuracy(String section, String subset, int right, int pairs) {
    private static final double LEVEL = 0.95;
    private static final String ALL = "all";
    private static final Map<String, String> SECTIONS = sections();

    private static Map<String, String> sections() {
        Map<String, List<String>> bySection = Map.of(
                "Chat",
                List.of("alpacaeval-easy", "alpacaeval-length", "alpacaeval-hard", "mt-bench-easy", "mt-bench-med"),
                "Chat Hard",
                List.of(
                        "mt-bench-hard",
                        "llmbar-natural",
                        "llmbar-adver-neighbor",
                        "llmbar-adver-GPTInst",
                        "llmbar-adver-GPTOut",
                        "llmbar-adver-manual"),
                "Safety",
                List.of(
                        "refusals-dangerous",
                        "refusals-offensive",
                        "xstest-should-refuse",
                        "xstest-should-respond",
                        "donotanswer"),
                "Reasoning",
                List.of("math-prm", "hep-cpp", "hep-go", "hep-java", "hep-js", "hep-python", "hep-rust"));
        Map<String, String> sections = new HashMap<>();
        bySection.forEach((section, subsets) -> subsets.forEach(subset -> sections.put(subset, section)));
        return sections;
    }

    /** The share of pairs that are scored right. */
    public double accuracy() {
        return (double) right / pairs;
    }

    /** Wilson's, 95 %. */
    public Interval interval() {
        return Proportions.wilson(right, pairs, LEVEL);
    }

    /**
     * The subsets of a file of pairs by section, each section's row before its subsets, and all pairs together at the end.
     *
     * @param data pairs, whose rows have a {@code subset}
     * @param scores what {@code score} wrote of them by a reward model
     * @return empty where no row has a subset
     */
    public static List<SubsetAccuracy> of(Path data, Path scores) throws IOException {
        Map<Long, String> subsets = subsets(data);
        if (subsets.isEmpty()) {
            return List.of();
        }
        Map<String, Map<String, int[]>> sections = new TreeMap<>();
        try (BufferedReader lines = Files.newBufferedReader(scores);
                Stream<ResponseGroup> groups =
                        TrainingData.stream(data, TrainingData.Use.SFT, CountingLedger.discarding(), Progress.NONE)) {
            for (ResponseGroup group : (Iterable<ResponseGroup>) groups::iterator) {
                JsonNode line = JsonMapper.shared().readTree(lines.readLine());
                for (Pair pair : group.pairs()) {
                    JsonNode chosen = line.path("responses").path(pair.chosen()).path("score");
                    JsonNode rejected =
                            line.path("responses").path(pair.rejected()).path("score");
                    String subset = subsets.get(
                            group.responses().get(pair.chosen()).origin().line());
                    if (subset != null && chosen.isNumber() && rejected.isNumber()) {
                        int[] counts = sections.computeIfAbsent(
                                        SECTIONS.getOrDefault(subset, subset), name -> new LinkedHashMap<>())
                                .computeIfAbsent(subset, name -> new int[2]);
                        counts[0] += chosen.doubleValue() > rejected.doubleValue() ? 1 : 0;
                        counts[1]++;
                    }
                }
            }
        }
        return rows(sections);
    }

    private static List<SubsetAccuracy> rows(Map<String, Map<String, int[]>> sections) {
        List<SubsetAccuracy> rows = new ArrayList<>();
        int right = 0;
        int pairs = 0;
        for (var section : sections.entrySet()) {
            int ownRight = 0;
            int own = 0;
            List<SubsetAccuracy> within = new ArrayList<>();
            for (var subset : section.getValue().entrySet()) {
                ownRight += subset.getValue()[0];
                own += subset.getValue()[1];
                within.add(new SubsetAccuracy(
                        section.getKey(), subset.getKey(), subset.getValue()[0], subset.getValue()[1]));
            }
            rows.add(new SubsetAccuracy(section.getKey(), "", ownRight, own));
            if (!section.getValue().containsKey(section.getKey())) {
                rows.addAll(within);
            }
            right += ownRight;
            pairs += own;
        }
        if (pairs > 0) {
            rows.add(new SubsetAccuracy(ALL, "", right, pairs));
        }
        return rows;
    }

    /** By the line on which a row stands. */
    private static Map<Long, String> subsets(Path data) throws IOException {
        Map<Long, String> subsets = new HashMap<>();
        try (RowReader rows = Rows.open(data)) {
            while (rows.hasNext()) {
                if (rows.next() instanceof Row.Valid row
                        && row.json().path("subset").isString()) {
                    subsets.put(row.origin().line(), row.json().path("subset").stringValue());
                }
            }
        }
        return subsets;
    }
}
