package org.counterpoint.report.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.report.Section;
import org.counterpoint.report.chart.Curves;

/** How training went: a small chart a metric, all runs in each, one legend. */
public final class TrainingCurves {

    /**
     * A metric worth a chart.
     *
     * @param byMethod whether its scale differs from method to method, so that each method has a chart of its own
     */
    private record Figure(String metric, String heading, boolean byMethod) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("objective/scores", "Score of the policy's answers", false),
            new Figure("eval_objective/scores", "Held-out score", false),
            new Figure("eval_watched_reward", "Held-out score of a reward model that is not learnt from", false),
            new Figure("objective/kl", "KL to the reference", false),
            new Figure("response_length", "Tokens an answer", false),
            new Figure("loss", "Loss", true),
            new Figure("eval_loss", "Held-out loss", true),
            new Figure("rewards/accuracies", "Reward accuracy", false),
            new Figure("eval_rewards/accuracies", "Held-out reward accuracy", false),
            new Figure("rewards/margins", "Reward margin", true),
            new Figure("rewards/chosen", "Reward of chosen answers", true),
            new Figure("rewards/rejected", "Reward of rejected answers", true),
            new Figure("grad_norm", "Gradient norm", false));

    /** Clocks, rates and the schedule are no result. */
    private static final Set<String> NO_CHART = Set.of("step", "epoch", "elapsed_seconds");

    private static final String NOTE =
            "Score: what the rewards say of the policy's own answers. Loss: what each step minimised. Reward accuracy: the share of pairs whose chosen answer has the larger"
                    + " reward (0 before the first update, as ties lose). Margin: the reward of the chosen answer minus"
                    + " that of the rejected one. A falling reward: the model becomes less likely to give such answers."
                    + " Held-out: on the pairs kept for evaluation. Losses and margins of different methods are on"
                    + " different scales.";

    private TrainingCurves() {}

    /** Those of the metrics that any of the runs has. */
    public static List<Section> sections(List<TrainingRun> all) {
        List<TrainingRun> runs = SeedMeans.of(all);
        List<String> names = runs.stream().map(TrainingRun::name).toList();
        List<Section> sections = new ArrayList<>();
        List<Curves.Panel> main = FIGURES.stream()
                .flatMap(figure -> panels(runs, figure).stream())
                .toList();
        if (!main.isEmpty()) {
            String seeds = runs.size() < all.size()
                    ? all.size() + " runs, " + runs.size() + " lines: an arm's line is the mean over its seeds. "
                    : "";
            sections.add(Curves.lines("Over the steps", seeds + NOTE, "step", main, names));
        }
        byType(runs, names, sections);
        curricula(runs, sections);
        others(runs, names, sections);
        return sections;
    }

    private static List<Curves.Panel> panels(List<TrainingRun> runs, Figure figure) {
        List<TrainingRun> having =
                runs.stream().filter(run -> run.metrics().has(figure.metric())).toList();
        List<String> methods =
                having.stream().map(TrainingRun::method).distinct().toList();
        if (!figure.byMethod() || methods.size() == 1) {
            return having.isEmpty() ? List.of() : List.of(panel(figure.heading(), having, figure.metric()));
        }
        return methods.stream()
                .map(method -> panel(
                        figure.heading() + ": " + method,
                        having.stream()
                                .filter(run -> run.method().equals(method))
                                .toList(),
                        figure.metric()))
                .toList();
    }

    private static Curves.Panel panel(String title, List<TrainingRun> runs, String metric) {
        return new Curves.Panel(
                title,
                runs.stream()
                        .map(run ->
                                line(run.name(), run.metrics(), run.metrics().column(metric)))
                        .toList());
    }

    private static void byType(List<TrainingRun> runs, List<String> names, List<Section> sections) {
        List<Curves.Panel> panels = new ArrayList<>();
        for (Figure figure : FIGURES) {
            Set<String> types = new LinkedHashSet<>();
            runs.forEach(run -> types.addAll(run.metrics().types(figure.metric())));
            if (types.size() > 1) {
                types.forEach(type -> panels.addAll(panels(
                        runs,
                        new Figure(figure.metric() + "/" + type, figure.heading() + ", " + type, figure.byMethod()))));
            }
        }
        if (!panels.isEmpty()) {
            sections.add(Curves.lines(
                            "Over the steps, by pair type",
                            "The same, on pairs of one type alone, named by the two models of a pair.",
                            "step",
                            panels,
                            names)
                    .folded());
        }
    }

    private static void curricula(List<TrainingRun> runs, List<Section> sections) {
        List<Curves.Panel> panels = new ArrayList<>();
        Set<String> all = new LinkedHashSet<>();
        for (TrainingRun run : runs) {
            List<String> types = run.metrics().types("share");
            if (types.size() > 1 && (runs.size() == 1 || hasCurriculum(run))) {
                all.addAll(types);
                panels.add(new Curves.Panel(
                        run.name(),
                        types.stream()
                                .map(type -> line(type, run.metrics(), share(type, run.metrics())))
                                .toList()));
            }
        }
        if (!panels.isEmpty()) {
            sections.add(Curves.stacked(
                            "What was learnt from when",
                            "What part of a step's weight each pair type had: the curriculum.",
                            "step",
                            panels,
                            List.copyOf(all))
                    .folded());
        }
    }

    /** Without one the shares are those of the data, in every run alike. */
    private static boolean hasCurriculum(TrainingRun run) {
        return !run.settings().getOrDefault("curriculum.kind", "none").equals("none");
    }

    /** A type that a step lacks has no share of it. */
    private static double[] share(String type, Metrics metrics) {
        double[] shares = metrics.column("share/" + type);
        double[] losses = metrics.column("loss");
        for (int i = 0; i < shares.length; i++) {
            if (Double.isNaN(shares[i]) && !Double.isNaN(losses[i])) {
                shares[i] = 0;
            }
        }
        return shares;
    }

    /** What else was measured, each under its own name. */
    private static void others(List<TrainingRun> runs, List<String> names, List<Section> sections) {
        Set<String> metrics = new TreeSet<>();
        runs.forEach(run -> metrics.addAll(run.metrics().names()));
        metrics.removeAll(NO_CHART);
        metrics.removeIf(metric -> metric.startsWith("share/")
                || FIGURES.stream()
                        .anyMatch(
                                figure -> metric.equals(figure.metric()) || metric.startsWith(figure.metric() + "/")));
        List<Curves.Panel> panels = metrics.stream()
                .map(metric -> panel(
                        metric,
                        runs.stream().filter(run -> run.metrics().has(metric)).toList(),
                        metric))
                .toList();
        if (!panels.isEmpty()) {
            sections.add(Curves.lines(
                            "Everything else that was measured",
                            "Under its name in metrics.jsonl.",
                            "step",
                            panels,
                            names)
                    .folded());
        }
    }

    /** Lines of the file without the metric are left out. */
    private static Curves.Line line(String name, Metrics metrics, double[] values) {
        double[] steps = metrics.column("step");
        int count = 0;
        double[] x = new double[steps.length];
        double[] y = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            if (!Double.isNaN(values[i])) {
                x[count] = steps[i];
                y[count++] = values[i];
            }
        }
        return new Curves.Line(name, Arrays.copyOf(x, count), Arrays.copyOf(y, count));
    }
}
