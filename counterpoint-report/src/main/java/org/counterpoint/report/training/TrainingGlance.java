package org.counterpoint.report.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.counterpoint.report.Badge;
import org.counterpoint.report.Glance;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.ForestPlot;
import org.counterpoint.train.rollout.PolicyWatch;
import org.jspecify.annotations.Nullable;

/** What training runs show at a glance: how far each came by its own measure, and that this is no verdict on answers. */
final class TrainingGlance {

    /** A measure by which runs may be held beside each other, the most telling first. */
    private record Measure(String metric, String name, boolean largerIsBetter, boolean oneMethod, boolean heldOut) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("eval_rewards/accuracies", "held-out reward accuracy", true, false, true),
            new Measure("eval_objective/scores", "held-out score of the rewards", true, false, true),
            new Measure("objective/scores", "score of the rewards", true, false, false),
            new Measure("eval_loss", "held-out loss", false, true, true),
            new Measure("rewards/accuracies", "reward accuracy on the training pairs", true, false, false),
            new Measure("loss", "training loss", false, true, false));

    private static final String NO_VERDICT =
            "These are training's own measures: they say how well the pairs were learnt, not"
                    + " whether the answers got better. Let a judge compare the answers.";

    private final List<TrainingRun> runs;

    private TrainingGlance(List<TrainingRun> runs) {
        this.runs = runs;
    }

    static Glance of(List<TrainingRun> runs) {
        return new TrainingGlance(runs).glance();
    }

    private Glance glance() {
        Measure measure = measure();
        return new Glance(
                runs.size() == 1 ? ofOne() : ofMany(measure),
                NO_VERDICT,
                runs.size() > 1 && measure != null ? picture(measure) : null,
                badges(),
                warnings(measure));
    }

    private String ofOne() {
        TrainingRun run = runs.get(0);
        List<String> moved = new ArrayList<>();
        moved(run, "loss", "its loss went from", moved);
        moved(run, "objective/scores", "the score of its answers from", moved);
        moved(run, "eval_objective/scores", "held-out score from", moved);
        moved(run, "objective/kl", "the KL to the reference from", moved);
        moved(run, "rewards/accuracies", "reward accuracy from", moved);
        moved(run, "eval_rewards/accuracies", "held-out reward accuracy from", moved);
        moved(run, "eval_loss", "held-out loss from", moved);
        String steps = String.format(Locale.ROOT, "%,.0f", RunEnds.last(run.metrics(), "step"));
        return "One run of " + run.method() + ", " + steps + " steps"
                + (moved.isEmpty() ? "." : ": " + String.join(", ", moved) + ".");
    }

    private static void moved(TrainingRun run, String metric, String words, List<String> moved) {
        if (run.metrics().has(metric)) {
            moved.add(words + " " + RunEnds.decimal(RunEnds.atTheBeginning(run.metrics(), metric), 3) + " to "
                    + RunEnds.decimal(RunEnds.atTheEnd(run.metrics(), metric), 3));
        }
    }

    private String ofMany(@Nullable Measure measure) {
        String what = runs.size() + " runs, by " + String.join(", ", methods());
        if (measure == null) {
            return what + ": of methods whose measures cannot be held beside each other.";
        }
        TrainingRun best = sorted(measure).get(0);
        TrainingRun last = sorted(measure).get(sorted(measure).size() - 1);
        return what + ": " + best.name() + " ended with the "
                + (measure.largerIsBetter() ? "highest " : "lowest ") + measure.name() + ", "
                + RunEnds.decimal(end(best, measure), 3) + "; " + last.name() + " with the "
                + (measure.largerIsBetter() ? "lowest, " : "highest, ") + RunEnds.decimal(end(last, measure), 3) + ".";
    }

    private Section.Chart picture(Measure measure) {
        List<ForestPlot.Row> rows = sorted(measure).stream()
                .map(run -> {
                    double end = end(run, measure);
                    return new ForestPlot.Row(run.name(), end, end, end);
                })
                .toList();
        return ForestPlot.of(
                "Where each run ended",
                (measure.heldOut() ? "The last evaluation" : "Mean over the last tenth of the steps")
                        + ", best first. No intervals: one number a run.",
                measure.name(),
                rows,
                Double.NaN);
    }

    /** The first that all runs of pairs have, or all runs. */
    private @Nullable Measure measure() {
        for (Measure measure : MEASURES) {
            long having = runs.stream()
                    .filter(run -> run.metrics().has(measure.metric()))
                    .count();
            if (having > 1 && (!measure.oneMethod() || methods().size() == 1 && having == runs.size())) {
                return measure;
            }
        }
        return null;
    }

    private List<TrainingRun> sorted(Measure measure) {
        Comparator<TrainingRun> byEnd = Comparator.comparingDouble(run -> end(run, measure));
        return runs.stream()
                .filter(run -> Double.isFinite(end(run, measure)))
                .sorted(measure.largerIsBetter() ? byEnd.reversed() : byEnd)
                .toList();
    }

    private static double end(TrainingRun run, Measure measure) {
        return measure.heldOut()
                ? RunEnds.last(run.metrics(), measure.metric())
                : RunEnds.atTheEnd(run.metrics(), measure.metric());
    }

    private List<String> methods() {
        return runs.stream().map(TrainingRun::method).distinct().toList();
    }

    private List<Badge> badges() {
        List<Badge> badges = new ArrayList<>();
        badges.add(Badge.count("Runs", runs.size()));
        badges.add(new Badge("Methods", String.join(", ", methods())));
        long seeds = runs.stream()
                .map(run -> run.settings().getOrDefault("seed", "-"))
                .distinct()
                .count();
        badges.add(Badge.count("Seeds", seeds));
        double minutes = runs.stream()
                        .mapToDouble(run -> RunEnds.last(run.metrics(), "elapsed_seconds"))
                        .filter(Double::isFinite)
                        .sum()
                / 60;
        badges.add(new Badge("Time", String.format(Locale.ROOT, "%.1f min", minutes)));
        long lost = runs.stream()
                .flatMap(run -> run.setAside().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        badges.add(new Badge("Data left out", String.format(Locale.ROOT, "%,d", lost), lost > 0));
        return badges;
    }

    private List<String> warnings(@Nullable Measure measure) {
        List<String> warnings = new ArrayList<>();
        runs.stream()
                .filter(run -> !run.finished())
                .forEach(run -> warnings.add(run.name() + " is not finished: it stopped after "
                        + run.metrics().lines() + " lines of metrics."));
        runs.forEach(run -> watched(run).forEach(words -> warnings.add(run.name() + ": " + words)));
        runs.forEach(run -> run.losses().forEach(words -> warnings.add(run.name() + ": " + words)));
        if (measure != null && runs.size() > 1 && !measure.heldOut()) {
            warnings.add("Nothing was held out for evaluation: memorising would look the same.");
        }
        return warnings;
    }

    /** What a run on a policy's own answers was warned of. */
    private static List<String> watched(TrainingRun run) {
        PolicyWatch watch = new PolicyWatch();
        List<String> warnings = new ArrayList<>();
        run.metrics().each((step, values) -> warnings.addAll(watch.take(step, values)));
        return warnings;
    }
}
