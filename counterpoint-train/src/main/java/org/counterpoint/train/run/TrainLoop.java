package org.counterpoint.train.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.curriculum.Draw;
import org.counterpoint.train.objective.PairObjective;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.GroupPasses;
import org.counterpoint.train.step.NonFiniteLossException;
import org.counterpoint.train.step.PairOutcome;
import org.counterpoint.train.step.Schedule;
import org.counterpoint.train.step.StepPlan;
import org.counterpoint.train.step.Tally;
import org.jspecify.annotations.Nullable;

/** The steps of a run, from where it stands to the last. */
final class TrainLoop {
    /** As in PyTorch's clip_grad_norm_, so that the same norm gives the same scale. */
    private static final double CLIP_EPSILON = 1e-6;

    private final TrainSettings settings;
    private final TrainableModel model;
    private final Scored data;
    private final @Nullable Evaluator evaluator;
    private final Curriculum curriculum;
    private final StepSchedule order;
    private final Schedule rates;
    private final GroupPasses passes;
    private final Consumer<PairOutcome> startCheck;
    private final RunJournal journal;
    private final TrainProgress progress;

    TrainLoop(
            TrainSettings settings,
            TrainableModel model,
            Scored data,
            @Nullable Scored heldOut,
            Curriculum curriculum,
            StepSchedule order,
            Consumer<PairOutcome> startCheck,
            RunJournal journal,
            TrainProgress progress) {
        this.settings = settings;
        this.model = model;
        this.data = data;
        this.curriculum = curriculum;
        this.order = order;
        this.startCheck = startCheck;
        this.journal = journal;
        this.progress = progress;
        this.passes = new GroupPasses(
                model, settings.passes().forward(), settings.passes().microBatchTokens());
        this.evaluator = heldOut == null ? null : new Evaluator(heldOut, settings, curriculum, passes);
        TrainSettings.Optimizer optimizer = settings.optimizer();
        this.rates =
                Schedule.of(optimizer.schedule(), optimizer.learningRate(), optimizer.warmupRatio(), order.steps());
    }

    /** @return the metrics of the last step and the last evaluation */
    Map<String, Double> run() throws IOException {
        Map<String, Double> last = new LinkedHashMap<>();
        long begin = journal.stepsDone();
        if (begin == 0 && evaluator != null) {
            last.putAll(evaluate(0, evaluator));
        }
        long clock = System.nanoTime();
        for (long step = begin; step < order.steps(); step++) {
            long started = System.nanoTime();
            Tally tally = new Tally(step == 0 ? startCheck : outcome -> {});
            Map<String, Double> metrics = step(step, tally, started);
            journal.step(step + 1, order.epochsDone(step + 1), metrics);
            last.putAll(metrics);
            double perStep = (System.nanoTime() - clock) / 1e9 / (step + 1 - begin);
            progress.step(
                    step + 1,
                    order.steps(),
                    tally.loss(),
                    metrics.getOrDefault("tokens_per_second", 0.0),
                    perStep * (order.steps() - step - 1));
            last.putAll(afterStep(step + 1));
        }
        return last;
    }

    private Map<String, Double> step(long step, Tally tally, long started) throws IOException {
        List<PreparedGroup> groups = data.store().read(order.groups(step));
        StepPlan plan = plan(groups, step);
        double rate = rates.rate(step);
        double norm = 0;
        long positions = 0;
        if (!plan.terms().isEmpty()) {
            try {
                positions = passes.accumulate(plan.terms(), tally);
            } catch (NonFiniteLossException e) {
                throw stopped(
                        step, e.getMessage() + "; the gradient norm of the step so far is " + model.gradientNorm());
            }
            norm = model.gradientNorm();
            if (!Double.isFinite(norm)) {
                throw stopped(
                        step,
                        "the gradient norm is " + norm + ", the loss " + tally.loss() + "; the largest loss is of "
                                + tally.worstPlace());
            }
            double clip = settings.optimizer().clipNorm();
            model.step(settings.optimizer().adamW(), rate, Math.min(1, clip / (norm + CLIP_EPSILON)));
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", tally.loss());
        metrics.putAll(tally.metrics(""));
        metrics.put("grad_norm", norm);
        metrics.put("learning_rate", rate);
        metrics.put(settings.likelihood() ? "responses" : "pairs", (double) tally.count());
        metrics.put("skipped_groups", (double) plan.skipped());
        metrics.put("tokens", (double) positions);
        metrics.put("tokens_per_second", positions / Math.max(seconds, 1e-9));
        return metrics;
    }

    private static TrainingException stopped(long step, String why) {
        return new TrainingException("training stopped at step " + (step + 1) + ": " + why
                + "\n  nothing of this step was learnt; a smaller learning_rate or clip_norm may help");
    }

    private StepPlan plan(List<PreparedGroup> groups, long step) {
        double t = Curriculum.progress(step, order.steps());
        long epoch = order.epoch(step);
        if (settings.objective() instanceof PairObjective objective) {
            return StepPlan.ofPairs(
                    groups,
                    group -> curriculum.weights(group.pairTypes(), t, draw(epoch, group)),
                    data::references,
                    objective);
        }
        return StepPlan.ofResponses(
                groups,
                group -> curriculum.weights(
                        group.responses().stream()
                                .map(PreparedGroup.Answer::model)
                                .toList(),
                        t,
                        draw(epoch, group)));
    }

    private Draw draw(long epoch, PreparedGroup group) {
        return new Draw(settings.seed(), epoch, group.id());
    }

    /** Evaluates and writes a checkpoint where they are due. */
    private Map<String, Double> afterStep(long done) throws IOException {
        boolean last = done == order.steps();
        long every = settings.evaluation().every();
        Map<String, Double> held = Map.of();
        boolean better = false;
        if (evaluator != null && (last || every > 0 && done % every == 0)) {
            held = evaluate(done, evaluator);
            better = journal.judge(done, held);
        }
        long save = settings.checkpoint().every();
        if (save > 0 && (done % save == 0 || better)) {
            journal.checkpoint(model, done, order.steps(), better);
        }
        return held;
    }

    private Map<String, Double> evaluate(long done, Evaluator held) throws IOException {
        try {
            Map<String, Double> metrics = held.evaluate(done == 0 ? startCheck : outcome -> {}, progress);
            journal.evaluation(done, order.epochsDone(done), metrics);
            return metrics;
        } catch (NonFiniteLossException e) {
            throw new TrainingException("evaluation after step " + done + " stopped: " + e.getMessage(), e);
        }
    }
}
