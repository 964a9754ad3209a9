package org.counterpoint.report.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Runs of an arm that differ by their seed as one run: dozens of lines in a chart cannot be told apart. */
final class SeedMeans {
    private SeedMeans() {}

    /** In the order of each arm's first run, named without its seed. */
    static List<TrainingRun> of(List<TrainingRun> runs) {
        Map<String, List<TrainingRun>> arms = new LinkedHashMap<>();
        runs.forEach(run -> arms.computeIfAbsent(run.method() + "\n" + arm(run), key -> new ArrayList<>())
                .add(run));
        return arms.values().stream()
                .map(alike -> runs.size() == 1 ? alike.get(0) : mean(alike))
                .toList();
    }

    /** {@code train/seed21-dpo} of seed 21 is of the arm {@code train/dpo}. */
    private static String arm(TrainingRun run) {
        String seed = "seed" + Pattern.quote(run.settings().getOrDefault("seed", "-"));
        return run.name().replaceFirst("(?<=/)" + seed + "-|-" + seed + "(?=-|$)|/" + seed + "$", "");
    }

    private static TrainingRun mean(List<TrainingRun> runs) {
        TrainingRun first = runs.get(0);
        return new TrainingRun(
                arm(first),
                first.method(),
                first.settings(),
                first.lineage(),
                Metrics.mean(runs.stream().map(TrainingRun::metrics).toList()),
                first.setAside(),
                first.losses(),
                runs.stream().allMatch(TrainingRun::finished));
    }
}
