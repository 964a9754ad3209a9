package org.counterpoint.report.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.report.Section;
import tools.jackson.databind.JsonNode;

/** What came out of each round of a recipe's rounds, side by side. */
final class RoundSections {
    private static final Pattern ROUND = Pattern.compile("([^/]+)/round-(\\d{1,6})/(.+)");
    private static final List<String> TRAINED = List.of(
            "loss",
            "rewards/accuracies",
            "rewards/margins",
            "accuracy",
            "eval_loss",
            "eval_rewards/accuracies",
            "eval_accuracy");

    private final RunFiles run;
    /** Of each rounds stage: of each figure: its value by round. */
    private final Map<String, Map<String, Map<Integer, String>>> figures = new LinkedHashMap<>();

    private RoundSections(RunFiles run) {
        this.run = run;
    }

    /** A table for each rounds stage of the run; none where it has none. */
    static List<Section> of(RunFiles run) {
        RoundSections sections = new RoundSections(run);
        sections.read();
        return sections.tables();
    }

    private void read() {
        for (JsonNode task : run.run().path("tasks")) {
            String id = task.path("id").asString("");
            Matcher round = ROUND.matcher(id);
            Path folder = run.folder().resolve(id);
            if (!round.matches() || !Files.isRegularFile(folder.resolve("lineage.json"))) {
                continue;
            }
            Figures of = (name, value) -> figures.computeIfAbsent(round.group(1), key -> new LinkedHashMap<>())
                    .computeIfAbsent(round.group(3) + ": " + name, key -> new TreeMap<>())
                    .put(Integer.parseInt(round.group(2)), value);
            switch (task.path("kind").asString("")) {
                case "generate", "collect" -> answers(folder, of);
                case "rate" -> ratings(folder, of);
                case "pairs" -> pairs(folder, of);
                case "train" -> trained(folder, of);
                case "grade" -> grades(folder, of);
                case "judge" -> verdicts(folder, of);
                default -> {
                    // Has no figures of its own.
                }
            }
        }
    }

    private interface Figures {
        void put(String name, String value);
    }

    /** A mean that is taken as its values come. */
    private static final class Mean {
        private long count;
        private double sum;

        void add(double value) {
            count++;
            sum += value;
        }

        String text(String form) {
            return count == 0 ? "-" : String.format(Locale.ROOT, form, sum / count);
        }
    }

    private static void answers(Path folder, Figures into) {
        Mean length = new Mean();
        RunFiles.rows(
                folder.resolve("answers.jsonl"),
                row -> length.add(row.path("text")
                        .asString("")
                        .codePointCount(0, row.path("text").asString("").length())));
        into.put("answers", String.valueOf(length.count));
        into.put("mean length, characters", length.text("%.0f"));
    }

    private static void ratings(Path folder, Figures into) {
        Map<String, Mean> means = new TreeMap<>();
        RunFiles.rows(folder.resolve("answers.jsonl"), row -> means.computeIfAbsent(
                        row.path("model").asString("?"), model -> new Mean())
                .add(row.path("rating").asDouble(0)));
        means.forEach((model, mean) -> into.put("mean rating of " + model, mean.text("%.3f")));
    }

    private static void pairs(Path folder, Figures into) {
        Map<String, Long> chosen = new TreeMap<>();
        RunFiles.rows(folder.resolve("groups.jsonl"), group -> group.path("pairs")
                .forEach(pair -> chosen.merge(
                        group.path("responses")
                                .path(pair.path("chosen").asInt(-1))
                                .path("model")
                                .asString("?"),
                        1L,
                        Long::sum)));
        long all = chosen.values().stream().mapToLong(Long::longValue).sum();
        into.put("pairs", String.valueOf(all));
        chosen.forEach((model, count) -> into.put(
                "chosen is of " + model, String.format(Locale.ROOT, "%.0f %%", 100.0 * count / Math.max(1, all))));
    }

    private static void trained(Path folder, Figures into) {
        Map<String, Double> last = new LinkedHashMap<>();
        RunFiles.rows(
                folder.resolve("metrics.jsonl"),
                line -> TRAINED.forEach(name -> {
                    if (line.path(name).isNumber()) {
                        last.put(name, line.path(name).doubleValue());
                    }
                }));
        TRAINED.stream()
                .filter(last::containsKey)
                .forEach(name -> into.put(name + " at the end", String.format(Locale.ROOT, "%.4f", last.get(name))));
    }

    private static void grades(Path folder, Figures into) {
        Map<String, Mean> means = new TreeMap<>();
        RunFiles.rows(folder.resolve("grades.jsonl"), row -> means.computeIfAbsent(
                        row.path("arm").asString("?") + (row.path("unseen").asBoolean(false) ? " on the unseen" : ""),
                        arm -> new Mean())
                .add(100 * row.path("score").asDouble(0)));
        means.forEach((arm, mean) -> into.put("mean grade of " + arm + ", %", mean.text("%.1f")));
    }

    private static void verdicts(Path folder, Figures into) {
        Mean won = new Mean();
        for (JsonNode row : RunFiles.json(folder.resolve("annotations.json"))) {
            if (row.path("preference").isNumber()) {
                won.add(100 * (row.path("preference").doubleValue() - 1));
            }
        }
        into.put("win rate, %", won.text("%.1f"));
    }

    private List<Section> tables() {
        List<Section> sections = new ArrayList<>();
        figures.forEach((name, rows) -> {
            List<Integer> rounds = rows.values().stream()
                    .flatMap(values -> values.keySet().stream())
                    .distinct()
                    .sorted()
                    .toList();
            List<String> columns = new ArrayList<>(List.of("Stage and figure"));
            rounds.forEach(round -> columns.add("Round " + round));
            List<List<String>> cells = new ArrayList<>();
            rows.forEach((figure, values) -> {
                List<String> row = new ArrayList<>(List.of(figure));
                rounds.forEach(round -> row.add(values.getOrDefault(round, "-")));
                cells.add(row);
            });
            sections.add(new Section.Table(
                    "Rounds of " + name,
                    "Each round's own figures; only figures on the same prompts compare models, as where a stage"
                            + " within the rounds answers prompts that were held out.",
                    columns,
                    cells));
        });
        return sections;
    }
}
