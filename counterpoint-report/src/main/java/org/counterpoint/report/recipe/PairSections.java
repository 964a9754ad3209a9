package org.counterpoint.report.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.Distributions;
import tools.jackson.databind.JsonNode;

/** The pairs: how many of each type, how strength and length go together, and a few to look at. */
final class PairSections {
    private static final int EXAMPLES = 5;

    /** What is counted of one type; lengths are in characters. */
    private static final class Type {
        private final List<Double> gaps = new ArrayList<>();
        private long chosenLonger;
        private long rejectedLonger;
        private long chosenLength;
        private long rejectedLength;

        void add(int chosen, int rejected) {
            gaps.add((double) chosen - rejected);
            chosenLonger += chosen > rejected ? 1 : 0;
            rejectedLonger += rejected > chosen ? 1 : 0;
            chosenLength += chosen;
            rejectedLength += rejected;
        }

        List<String> row(String name) {
            int n = gaps.size();
            return List.of(
                    name,
                    String.valueOf(n),
                    number((double) chosenLength / n),
                    number((double) rejectedLength / n),
                    number(100.0 * chosenLonger / n),
                    number(100.0 * rejectedLonger / n));
        }
    }

    private PairSections() {}

    static List<Section> of(RunFiles run) {
        List<Section> sections = new ArrayList<>();
        for (Path folder : run.artifacts("pairs")) {
            Map<String, Type> types = new LinkedHashMap<>();
            List<Section.Item> examples = new ArrayList<>();
            RunFiles.rows(folder.resolve("groups.jsonl"), group -> {
                count(group, types);
                if (examples.size() < EXAMPLES) {
                    examples.add(example(group));
                }
            });
            String name = run.name() + "/" + run.id(folder);
            if (types.isEmpty()) {
                continue;
            }
            sections.add(new Section.Table(
                    "Pairs in " + name,
                    "Where the stronger model's answer is mostly the longer one, strength and length are confounded:"
                            + " training on such pairs teaches length too. Lengths are means in characters.",
                    List.of("Type", "Pairs", "Chosen", "Rejected", "Chosen longer, %", "Rejected longer, %"),
                    types.entrySet().stream()
                            .map(type -> type.getValue().row(type.getKey()))
                            .toList()));
            sections.add(Distributions.histogram(
                    "Length of chosen minus rejected in " + name,
                    "Right of 0 the chosen answer is the longer one.",
                    "characters",
                    types.entrySet().stream()
                            .map(type -> new Distributions.Series(
                                    type.getKey(),
                                    type.getValue().gaps.stream()
                                            .mapToDouble(Double::doubleValue)
                                            .toArray()))
                            .toList()));
            sections.add(
                    new Section.Answers("Examples from " + name, "The first groups, strongest model first.", examples)
                            .folded());
        }
        return sections;
    }

    private static void count(JsonNode group, Map<String, Type> types) {
        for (JsonNode pair : group.path("pairs")) {
            types.computeIfAbsent(pair.path("type").asString("?"), name -> new Type())
                    .add(length(group, pair.path("chosen")), length(group, pair.path("rejected")));
        }
    }

    private static int length(JsonNode group, JsonNode index) {
        return group.path("responses")
                .path(index.asInt(-1))
                .path("text")
                .asString("")
                .length();
    }

    private static Section.Item example(JsonNode group) {
        List<Section.Shown> answers = new ArrayList<>();
        group.path("responses")
                .forEach(one -> answers.add(new Section.Shown(
                        one.path("model").asString(""), one.path("text").asString(""), "", "")));
        return new Section.Item(AnswerSections.prompt(group), List.of(), answers);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
