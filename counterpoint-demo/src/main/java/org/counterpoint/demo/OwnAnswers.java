package org.counterpoint.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.counterpoint.demo.world.TaskFile;
import org.counterpoint.report.Chapter;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.Curves;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a policy's own answers scored as it learnt from them, and what they were worth: where the score rises and the
 * grade does not, the policy learns the reward model's errors.
 *
 * @param arm without its seed
 * @param score by step, the mean of what the reward model said, over the seeds
 * @param grade by step, the mean exact grade of the same answers
 */
record OwnAnswers(String arm, double[] score, double[] grade) {
    private static final String FILE = "rollouts.jsonl";

    /** Of all arms of a stage's folder that wrote down their own answers, by name. */
    static List<OwnAnswers> all(Path stage, Map<String, TaskFile.Key> tasks) throws IOException {
        Map<String, Map<Long, double[]>> byArm = new TreeMap<>();
        try (Stream<Path> runs = Files.list(stage)) {
            for (Path run : runs.sorted(Comparator.naturalOrder()).toList()) {
                if (Files.exists(run.resolve(FILE))) {
                    String arm = run.getFileName().toString().replaceFirst("^seed\\d+-", "");
                    add(run.resolve(FILE), tasks, byArm.computeIfAbsent(arm, name -> new TreeMap<>()));
                }
            }
        }
        List<OwnAnswers> all = new ArrayList<>();
        byArm.forEach((arm, steps) -> all.add(new OwnAnswers(
                arm,
                steps.values().stream().mapToDouble(sums -> sums[1] / sums[0]).toArray(),
                steps.values().stream().mapToDouble(sums -> sums[2] / sums[0]).toArray())));
        return all;
    }

    /** @param steps by step: how many answers, and the sums of their scores and grades */
    private static void add(Path file, Map<String, TaskFile.Key> tasks, Map<Long, double[]> steps) throws IOException {
        for (String line : Files.readAllLines(file)) {
            JsonNode row = JsonMapper.shared().readTree(line);
            TaskFile.Key key =
                    tasks.get(row.path("messages").path(0).path("content").asString(""));
            if (key != null) {
                double[] sums = steps.computeIfAbsent(row.path("step").asLong(), step -> new double[3]);
                sums[0]++;
                sums[1] += row.path("score").asDouble();
                sums[2] += key.grade(row.path("text").asString("")).score();
            }
        }
    }

    static Chapter chapter(List<OwnAnswers> all) {
        List<String> names = all.stream().map(OwnAnswers::arm).toList();
        Section curves = Curves.lines(
                "What the reward model says of own answers, and what they are worth",
                "The same answers, drawn at temperature 1 while the policy learnt from them: the reward model's mean score,"
                        + " and the mean exact grade. Where the first rises and the second does not, the policy learns the"
                        + " reward model's errors.",
                "step",
                List.of(
                        new Curves.Panel(
                                "Score of the reward model",
                                all.stream().map(own -> own.line(own.score)).toList()),
                        new Curves.Panel(
                                "Exact grade",
                                all.stream().map(own -> own.line(own.grade)).toList())),
                names);
        return new Chapter("Own answers", "On training instructions.", List.of(curves));
    }

    private Curves.Line line(double[] values) {
        double[] steps = new double[values.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = i + 1;
        }
        return new Curves.Line(arm, steps, values);
    }
}
