package org.counterpoint.report.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.Curves;

/** Charts of how training went, the runs overlaid by name. */
public final class TrainingCurves {
    /** A window of one fiftieth of the steps: single steps of few pairs jump too much to be compared by eye. */
    private static final int SMOOTHING = 50;

    private TrainingCurves() {}

    /**
     * Those of the metrics that any of the runs has: loss, rewards, margins, accuracies, by pair type, curriculum. What
     * has another scale from method to method has a chart for each method.
     */
    public static List<Section> sections(List<TrainingRun> all) {
        List<Section> sections = new ArrayList<>();
        List<TrainingRun> runs = SeedMeans.of(all);
        if (runs.size() < all.size()) {
            sections.add(new Section.Words(
                    "Training curves",
                    List.of(all.size() + " runs, " + runs.size() + " lines: an arm's line is the mean over its seeds."
                            + " One run by itself: counterpoint report RUN/STAGE/ARM."),
                    false));
        }
        byMethod(sections, runs, "loss", "Loss", "What each step minimised.");
        byMethod(sections, runs, "eval_loss", "Held-out loss", "The same loss on the pairs kept for evaluation.");
        overlaid(
                sections,
                runs,
                runs,
                "rewards/accuracies",
                "Reward accuracies",
                "Share of pairs whose chosen answer has the larger reward; 0 before the first update, as ties lose.");
        overlaid(
                sections,
                runs,
                runs,
                "eval_rewards/accuracies",
                "Held-out reward accuracies",
                "Share of held-out pairs whose chosen answer has the larger reward.");
        byMethod(
                sections,
                runs,
                "rewards/margins",
                "Reward margins",
                "Reward of the chosen answer less that of the rejected one, in the mean.");
        byType(sections, runs, "rewards/accuracies", "Reward accuracies");
        byType(sections, runs, "rewards/margins", "Reward margins");
        byMethod(
                sections,
                runs,
                "rewards/chosen",
                "Rewards of chosen answers",
                "A falling line: the model becomes less likely to give them.");
        byMethod(
                sections,
                runs,
                "rewards/rejected",
                "Rewards of rejected answers",
                "A falling line: the model becomes less likely to give them.");
        overlaid(sections, runs, runs, "grad_norm", "Gradient norm", "Before clipping.");
        curricula(sections, runs);
        return sections;
    }

    private static void byMethod(
            List<Section> sections, List<TrainingRun> runs, String metric, String heading, String note) {
        List<String> methods = runs.stream()
                .filter(run -> run.metrics().has(metric))
                .map(TrainingRun::method)
                .distinct()
                .toList();
        for (String method : methods) {
            List<TrainingRun> alike =
                    runs.stream().filter(run -> run.method().equals(method)).toList();
            overlaid(sections, runs, alike, metric, methods.size() == 1 ? heading : heading + ": " + method, note);
        }
    }

    private static void overlaid(
            List<Section> sections,
            List<TrainingRun> all,
            List<TrainingRun> runs,
            String metric,
            String heading,
            String note) {
        List<Curves.Line> lines = runs.stream()
                .filter(run -> run.metrics().has(metric))
                .map(run -> line(run.name(), run.metrics(), metric))
                .toList();
        if (!lines.isEmpty()) {
            sections.add(Curves.lines(heading, note + smoothed(lines), "step", metric, lines, names(all)));
        }
    }

    private static List<String> names(List<TrainingRun> runs) {
        return runs.stream().map(TrainingRun::name).toList();
    }

    /** One run: its types in one chart. Several: a chart a type, the runs in it. */
    private static void byType(List<Section> sections, List<TrainingRun> runs, String metric, String heading) {
        Set<String> types = new LinkedHashSet<>();
        runs.forEach(run -> types.addAll(run.metrics().types(metric)));
        if (types.size() < 2) {
            return;
        }
        if (runs.size() == 1) {
            Metrics metrics = runs.get(0).metrics();
            List<Curves.Line> lines = types.stream()
                    .map(type -> line(type, metrics, metric + "/" + type))
                    .toList();
            sections.add(Curves.lines(
                    heading + " by pair type",
                    "By the two models of a pair." + smoothed(lines),
                    "step",
                    metric,
                    lines));
            return;
        }
        for (String type : types) {
            byMethod(sections, runs, metric + "/" + type, heading + " on " + type, "On pairs of this type alone.");
        }
    }

    private static void curricula(List<Section> sections, List<TrainingRun> runs) {
        for (TrainingRun run : runs) {
            List<String> types = run.metrics().types("share");
            if (types.size() > 1 && (runs.size() == 1 || hasCurriculum(run))) {
                List<Curves.Line> lines =
                        types.stream().map(type -> share(type, run.metrics())).toList();
                String heading = "Share of each type over time" + (runs.size() > 1 ? ": " + run.name() : "");
                sections.add(Curves.stacked(
                        heading,
                        "What part of a step's weight each type had." + smoothed(lines),
                        "step",
                        "share",
                        lines));
            }
        }
    }

    /** Without one the shares are those of the data, in every run alike. */
    private static boolean hasCurriculum(TrainingRun run) {
        return !run.settings().getOrDefault("curriculum.kind", "none").equals("none");
    }

    /** A type that a step lacks has no share of it. */
    private static Curves.Line share(String type, Metrics metrics) {
        double[] shares = metrics.column("share/" + type);
        double[] losses = metrics.column("loss");
        for (int i = 0; i < shares.length; i++) {
            if (Double.isNaN(shares[i]) && !Double.isNaN(losses[i])) {
                shares[i] = 0;
            }
        }
        return smooth(type, metrics.column("step"), shares);
    }

    private static Curves.Line line(String name, Metrics metrics, String metric) {
        return smooth(name, metrics.column("step"), metrics.column(metric));
    }

    /** Lines without the metric are left out first, then each value is the mean of its neighbourhood. */
    private static Curves.Line smooth(String name, double[] steps, double[] values) {
        int count = 0;
        double[] x = new double[steps.length];
        double[] y = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            if (!Double.isNaN(values[i])) {
                x[count] = steps[i];
                y[count++] = values[i];
            }
        }
        int reach = reach(count);
        double[] mean = new double[count];
        for (int i = 0; i < count; i++) {
            // Fewer neighbours at the ends, as many on either side: a slope is not bent.
            int near = Math.min(reach, Math.min(i, count - 1 - i));
            double sum = 0;
            for (int j = i - near; j <= i + near; j++) {
                sum += y[j];
            }
            mean[i] = sum / (2 * near + 1);
        }
        return new Curves.Line(name, Arrays.copyOf(x, count), mean);
    }

    private static int reach(int points) {
        return points / SMOOTHING / 2 + (points >= SMOOTHING ? 1 : 0);
    }

    private static String smoothed(List<Curves.Line> lines) {
        int widest = lines.stream()
                .mapToInt(line -> 2 * reach(line.x().length) + 1)
                .max()
                .orElse(1);
        return widest == 1 ? "" : " Each point is the mean of up to " + widest + " steps about it.";
    }
}
