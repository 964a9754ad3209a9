package org.counterpoint.report.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.counterpoint.report.Section;

/** Where each run ended. */
final class RunEnds {
    private RunEnds() {}

    static Section table(List<TrainingRun> runs) {
        List<String> columns = List.of(
                "Run",
                "Method",
                "Steps",
                "Loss",
                "Reward margin",
                "Reward accuracy",
                "Held-out loss",
                "Held-out accuracy",
                "Minutes");
        List<List<String>> rows = runs.stream()
                .map(run -> List.of(
                        run.name(),
                        run.method(),
                        whole(last(run.metrics(), "step")),
                        decimal(atTheEnd(run.metrics(), "loss"), 4),
                        decimal(atTheEnd(run.metrics(), "rewards/margins"), 4),
                        decimal(atTheEnd(run.metrics(), "rewards/accuracies"), 4),
                        decimal(last(run.metrics(), "eval_loss"), 4),
                        decimal(last(run.metrics(), "eval_rewards/accuracies"), 4),
                        decimal(last(run.metrics(), "elapsed_seconds") / 60, 1)))
                .toList();
        return new Section.Table(
                "Where each run ended",
                "On training pairs: the mean over the last tenth of the steps. Held out: the last evaluation. Margins"
                        + " and accuracies are of rewards.",
                columns,
                rows);
    }

    /** The last value; not a number where there is none. */
    static double last(Metrics metrics, String name) {
        double[] values = values(metrics, name);
        return values.length == 0 ? Double.NaN : values[values.length - 1];
    }

    /** The mean over the first tenth of the values. */
    static double atTheBeginning(Metrics metrics, String name) {
        double[] values = values(metrics, name);
        return Arrays.stream(values).limit(tenth(values)).average().orElse(Double.NaN);
    }

    /** The mean over the last tenth of the values. */
    static double atTheEnd(Metrics metrics, String name) {
        double[] values = values(metrics, name);
        return Arrays.stream(values)
                .skip(Math.max(0, values.length - tenth(values)))
                .average()
                .orElse(Double.NaN);
    }

    private static int tenth(double[] values) {
        return Math.max(1, values.length / 10);
    }

    private static double[] values(Metrics metrics, String name) {
        return metrics.has(name)
                ? Arrays.stream(metrics.column(name))
                        .filter(value -> !Double.isNaN(value))
                        .toArray()
                : new double[0];
    }

    private static String whole(double value) {
        return Double.isNaN(value) ? "-" : String.valueOf((long) value);
    }

    static String decimal(double value, int places) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
