package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.data.IoWords;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.Better;
import org.counterpoint.train.step.Metric;
import org.jspecify.annotations.Nullable;

/** What a run leaves on disk as it goes: metrics, events, checkpoints, and which evaluation was the best. */
final class RunJournal implements AutoCloseable {
    private final TrainSettings settings;
    private final Checkpoints checkpoints;
    private final EvaluationFiles evaluations;
    private final @Nullable Path startedFrom;
    private final @Nullable String chatTemplate;
    private final TrainProgress progress;
    private final MetricsLog metrics;
    private final EventFile events;
    private final Clock clock = Clock.systemUTC();
    private final long stepsDone;
    private final double elapsedBefore;
    private final long startedAt;
    private final double referenceSeconds;
    private final boolean evaluationDue;
    private long kept;
    private TrainerState.@Nullable Best best;
    private TrainerState.@Nullable Best candidate;

    /**
     * @param found the checkpoint to go on from; null at the start
     * @param startedAt when the elapsed time of this process began, by {@link System#nanoTime}
     * @param referenceSeconds what the reference pass took in this process, written on the first line; NaN for none
     */
    RunJournal(
            RunFolder folder,
            TrainSettings settings,
            Checkpoints.@Nullable Found found,
            @Nullable String chatTemplate,
            long startedAt,
            double referenceSeconds,
            TrainProgress progress)
            throws IOException {
        this.settings = settings;
        this.checkpoints = new Checkpoints(folder.checkpoints());
        this.evaluations = new EvaluationFiles(folder.cache());
        this.startedFrom = found == null ? null : found.folder();
        this.chatTemplate = chatTemplate;
        this.progress = progress;
        this.startedAt = startedAt;
        this.referenceSeconds = referenceSeconds;
        this.stepsDone = found == null ? 0 : found.state().step();
        this.elapsedBefore = found == null ? 0 : found.state().elapsedSeconds();
        this.best = found == null ? null : found.state().best();
        this.kept = stepsDone;
        this.evaluationDue = found != null && Boolean.TRUE.equals(found.state().evaluationDue());
        this.metrics = new MetricsLog(
                folder.metrics(), found == null ? 0 : found.state().metricsBytes());
        boolean usable = false;
        try {
            this.events = new EventFile(
                    folder.events(), found == null ? 0 : found.state().eventsBytes(), now());
            usable = true;
        } finally {
            if (!usable) {
                metrics.close();
            }
        }
    }

    /** The steps that were done before this process took over. */
    long stepsDone() {
        return stepsDone;
    }

    void step(long step, double epoch, Map<String, Double> values) throws IOException {
        write("train/", step, epoch, values);
    }

    void evaluation(long step, double epoch, Map<String, Double> values) throws IOException {
        write("eval/", step, epoch, values);
    }

    private void write(String tagPrefix, long step, double epoch, Map<String, Double> values) throws IOException {
        Map<String, Double> line = new LinkedHashMap<>();
        if (metrics.isEmpty() && !Double.isNaN(referenceSeconds)) {
            line.put("reference_seconds", referenceSeconds);
        }
        line.putAll(values);
        metrics.write(step, epoch, elapsed(), line);
        Map<String, Double> scalars = new LinkedHashMap<>();
        values.forEach((name, value) ->
                scalars.put(tagPrefix + (name.startsWith("eval_") ? name.substring("eval_".length()) : name), value));
        events.write(now(), step, scalars);
    }

    /** Whether this evaluation is the best so far. */
    boolean judge(long step, Map<String, Double> held) {
        String metric = settings.evaluation().metric();
        double value = Objects.requireNonNull(held.get(metric));
        TrainerState.Best before = best;
        Better direction = Metric.named(metric).orElseThrow().better();
        boolean better = before == null || direction.than(value, before.value());
        candidate = better ? new TrainerState.Best(step, value) : null;
        return better;
    }

    /** Whether a checkpoint of this many steps is there. */
    boolean holds(long steps) {
        return kept == steps;
    }

    /** Whether the evaluation of the last step was still to be done when an earlier process ended. */
    boolean evaluationDue() {
        return evaluationDue;
    }

    /**
     * Writes a checkpoint and deletes what is not kept. Where it cannot be written, says so, and the run goes on.
     *
     * @param due whether this step's evaluation is still to be done
     * @return whether it was written
     */
    boolean checkpoint(Learner learner, long step, boolean isBest, boolean due) throws IOException {
        TrainerState.Best newBest = isBest ? candidate : best;
        TrainerState state = new TrainerState(
                step, learner.steps(), settings.seed(), elapsed(), metrics.sync(), events.sync(), newBest, due);
        try {
            checkpoints.write(learner, state, chatTemplate);
        } catch (IOException e) {
            progress.notice("the checkpoint of step " + step + " could not be written: " + IoWords.of(e)
                    + "\n  training goes on; the checkpoints before it stay");
            return false;
        }
        best = newBest;
        kept = step;
        if (!due) {
            evaluations.forget(step);
        }
        checkpoints.prune(settings.checkpoint().keep(), best, startedFrom);
        return true;
    }

    /** Once the final model is written, though not yet under its name, the checkpoint that this process was started from is kept no longer than others. */
    void finished() throws IOException {
        checkpoints.prune(settings.checkpoint().keep(), best, null);
    }

    private double elapsed() {
        return elapsedBefore + (System.nanoTime() - startedAt) / 1e9;
    }

    private double now() {
        return clock.millis() / 1e3;
    }

    @Override
    public void close() throws IOException {
        try (metrics;
                events) {
            metrics.sync();
            events.sync();
        }
    }
}
