package org.counterpoint.serve.board;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.counterpoint.report.training.MetricColumns;
import org.counterpoint.train.step.Metric;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A training run's {@code metrics.jsonl}, followed while somebody looks at it. */
final class CurveFile {
    private static final String STEP = "step";
    private static final String ELAPSED = "elapsed_seconds";
    private static final String EPOCH = "epoch";
    /** What a step was made of and what it took; no result. */
    private static final Set<String> BOOKKEEPING = Set.of(
            "learning_rate",
            "pairs",
            "responses",
            "tokens",
            "tokens_per_second",
            "skipped_groups",
            "reference_seconds");

    private static final List<String> ASIDE = List.of("logps/", "likelier/");

    private final AppendedFile file;
    private MetricColumns columns = new MetricColumns();

    CurveFile(Path metrics) {
        this.file = new AppendedFile(metrics);
    }

    /** What a page wants of the curves. */
    record Wish(boolean overMinutes, double smooth, int points, boolean all) {}

    /** The curves as they stand now, by metric, and which are the main ones. */
    synchronized ObjectNode curves(Wish wish) throws IOException {
        ObjectNode all = JsonMapper.shared().createObjectNode();
        ObjectNode curves = all.putObject("curves");
        ArrayNode main = all.putArray("main");
        file.read(() -> columns = new MetricColumns(), line -> columns.take(line));
        if (columns.lines() == 0) {
            return all;
        }
        double[] x = columns.column(wish.overMinutes() ? ELAPSED : STEP);
        for (String name : columns.names()) {
            if (!name.equals(STEP) && !name.equals(ELAPSED) && !name.equals(EPOCH) && (wish.all() || isMain(name))) {
                Curve curve = Curve.of(x, columns.column(name));
                if (curve.x().length > 0) {
                    if (isMain(name)) {
                        main.add(name);
                    }
                    write(curve.smooth(wish.smooth()).thin(wish.points()), wish, curves.putObject(name));
                }
            }
        }
        return all;
    }

    private static void write(Curve curve, Wish wish, ObjectNode node) {
        ArrayNode x = node.putArray("x");
        ArrayNode y = node.putArray("y");
        for (int i = 0; i < curve.x().length; i++) {
            if (wish.overMinutes()) {
                x.add(Math.round(curve.x()[i] / 60 * 1e3) / 1e3);
            } else {
                x.add((long) curve.x()[i]);
            }
            // Seven digits are more than a drawing shows.
            float value = (float) curve.y()[i];
            if (Float.isFinite(value)) {
                y.add(value);
            } else {
                y.add(curve.y()[i]);
            }
        }
    }

    /** Whether it is a result, and of all pairs or models together: what is looked at first. */
    static boolean isMain(String name) {
        Optional<Metric> metric = Metric.named(name);
        String bare = name.startsWith("eval_") ? name.substring("eval_".length()) : name;
        if (BOOKKEEPING.contains(bare) || ASIDE.stream().anyMatch(bare::startsWith)) {
            return false;
        }
        return metric.isEmpty() || metric.get().wireName().equals(bare);
    }
}
