package org.counterpoint.serve.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A training run: how far it is, how fast, and what it said last. */
final class TrainingWatch implements RunWatch {
    private static final int END = 1 << 16;
    private static final int STEPS_FOR_A_RATE = 50;
    private static final Set<String> CLOCKS = Set.of("step", "epoch", "elapsed_seconds", "reference_seconds");
    private static final String HELD_OUT = "eval_";

    private final FoundRun run;
    private @Nullable Stamps seen;
    private ObjectNode summary = JsonMapper.shared().createObjectNode();
    private double left = Double.NaN;

    private record Stamps(
            FileStamp record, FileStamp metrics, FileStamp rollouts, FileStamp ledger, boolean finished, long holder) {}

    TrainingWatch(FoundRun run) {
        this.run = run;
    }

    @Override
    public FoundRun run() {
        return run;
    }

    @Override
    public ObjectNode summary() {
        return summary;
    }

    /** Seconds to the last step; not a number where nobody knows. */
    double left() {
        return left;
    }

    @Override
    public boolean look(Function<Path, @Nullable TrainingWatch> parts) {
        Path folder = run.folder();
        FileStamp metrics = FileStamp.of(folder.resolve(RunJson.METRICS));
        boolean finished = Files.isDirectory(folder.resolve("final"));
        Stamps now = new Stamps(
                FileStamp.of(folder.resolve(RunJson.FILE)),
                metrics,
                FileStamp.of(folder.resolve(Samples.ROLLOUTS)),
                FileStamp.of(folder.resolve(LeftOut.LEDGER)),
                finished,
                finished ? -1 : RunWatch.holder(folder, metrics.millis()));
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        summary = summary(now);
        return true;
    }

    private ObjectNode summary(Stamps now) {
        JsonNode record = RunJson.read(run.folder().resolve(RunJson.FILE));
        String status = now.finished() ? FINISHED : now.holder() >= 0 ? RUNNING : STOPPED;
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("id", run.id())
                .put("name", run.name())
                .put("kind", "training")
                .put("recipe", run.recipe())
                .put("method", record.path("method").asString(""))
                .put("status", status)
                .put("written", Math.max(now.metrics().millis(), now.record().millis()))
                .put("metrics", now.metrics().bytes())
                .put("rollouts", now.rollouts().bytes())
                .put("ledger", now.ledger().bytes());
        if (!record.isObject()) {
            node.put("fault", "run.json cannot be read");
        }
        List<JsonNode> lines = lines();
        List<JsonNode> steps = lines.stream().filter(TrainingWatch::isStep).toList();
        left = Double.NaN;
        if (!lines.isEmpty()) {
            JsonNode last = lines.get(lines.size() - 1);
            node.put("step", last.path("step").asLong(0))
                    .put("elapsed", last.path("elapsed_seconds").asDouble(0));
            long all = allSteps(last, record.path("settings"));
            if (all > 0) {
                node.put("steps", all);
            }
            if (status.equals(RUNNING)) {
                left = left(steps, all);
                node.put("left", Double.isNaN(left) ? null : left).put("at", System.currentTimeMillis());
            }
        }
        if (!steps.isEmpty()) {
            JsonNode last = steps.get(steps.size() - 1);
            for (String name : List.of("loss", "rewards/accuracies", "objective/scores", "tokens_per_second")) {
                if (last.path(name).isNumber()
                        && Double.isFinite(last.path(name).asDouble())) {
                    node.put(name, last.path(name).asDouble());
                }
            }
        }
        return node;
    }

    private List<JsonNode> lines() {
        try {
            return LastLines.of(run.folder().resolve(RunJson.METRICS), END);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A line of a step and not of an evaluation alone. */
    private static boolean isStep(JsonNode line) {
        for (Map.Entry<String, JsonNode> entry : line.properties()) {
            if (!CLOCKS.contains(entry.getKey()) && !entry.getKey().startsWith(HELD_OUT)) {
                return true;
            }
        }
        return false;
    }

    /** As the settings say, or as many as the epochs make; 0 where nobody knows. */
    private static long allSteps(JsonNode last, JsonNode settings) {
        if (settings.path("steps").isNumber()) {
            return settings.path("steps").asLong();
        }
        double epoch = last.path("epoch").asDouble(0);
        double epochs = settings.path("epochs").asDouble(0);
        return epoch > 0 && epochs > 0 ? Math.round(last.path("step").asLong(0) * epochs / epoch) : 0;
    }

    private static double left(List<JsonNode> steps, long all) {
        if (steps.isEmpty() || all == 0) {
            return Double.NaN;
        }
        List<JsonNode> recent =
                new ArrayList<>(steps.subList(Math.max(0, steps.size() - STEPS_FOR_A_RATE), steps.size()));
        JsonNode first = recent.get(0);
        JsonNode last = recent.get(recent.size() - 1);
        long done = last.path("step").asLong(0);
        double perStep = recent.size() == 1
                ? elapsed(last) / Math.max(1, done)
                : (elapsed(last) - elapsed(first))
                        / Math.max(1, done - first.path("step").asLong(0));
        return Math.max(0, all - done) * Math.max(0, perStep);
    }

    private static double elapsed(JsonNode line) {
        return line.path("elapsed_seconds").asDouble(0);
    }
}
