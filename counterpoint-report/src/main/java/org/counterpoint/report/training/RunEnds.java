package org.counterpoint.report.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.counterpoint.report.Section;

/** Where each run ended. */
final class RunEnds {
    private RunEnds() {}

    static Section table(List<TrainingRun> runs) {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("Run", TrainingRun::name),
                new Column("Method", TrainingRun::method),
                new Column("Steps", run -> whole(last(run.metrics(), "step"))),
                new Column("Loss", run -> decimal(atTheEnd(run.metrics(), "loss"), 4))));
        if (runs.stream().anyMatch(run -> run.metrics().has("objective/scores"))) {
            columns.add(new Column("Score", run -> decimal(atTheEnd(run.metrics(), "objective/scores"), 4)));
            columns.add(new Column("Held-out score", run -> decimal(last(run.metrics(), "eval_objective/scores"), 4)));
            columns.add(new Column("KL", run -> decimal(atTheEnd(run.metrics(), "objective/kl"), 2)));
            columns.add(new Column("Tokens", run -> decimal(atTheEnd(run.metrics(), "response_length"), 1)));
        }
        columns.addAll(List.of(
                new Column("Reward margin", run -> decimal(atTheEnd(run.metrics(), "rewards/margins"), 4)),
                new Column("Reward accuracy", run -> decimal(atTheEnd(run.metrics(), "rewards/accuracies"), 4)),
                new Column("Held-out loss", run -> decimal(last(run.metrics(), "eval_loss"), 4)),
                new Column("Held-out accuracy", run -> decimal(last(run.metrics(), "eval_rewards/accuracies"), 4)),
                new Column("Minutes", run -> decimal(last(run.metrics(), "elapsed_seconds") / 60, 1))));
        return new Section.Table(
                "Where each run ended",
                "On training pairs: the mean over the last tenth of the steps. Held out: the last evaluation. Margins"
                        + " and accuracies are of rewards.",
                columns.stream().map(Column::heading).toList(),
                runs.stream()
                        .map(run -> columns.stream()
                                .map(column -> column.cell().apply(run))
                                .toList())
                        .toList());
    }

    private record Column(String heading, Function<TrainingRun, String> cell) {}

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
