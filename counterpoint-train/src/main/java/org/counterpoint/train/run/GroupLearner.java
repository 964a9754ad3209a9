package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.curriculum.Draw;
import org.counterpoint.train.ranks.RankCommand;
import org.counterpoint.train.ranks.RankCommand.Work;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.ranks.Traffic;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.source.FileSteps;
import org.counterpoint.train.source.StepSource;
import org.counterpoint.train.step.ClippedUpdate;
import org.counterpoint.train.step.NonFiniteLossException;
import org.counterpoint.train.step.PairOutcome;
import org.counterpoint.train.step.Schedule;
import org.counterpoint.train.step.SharedPasses;
import org.counterpoint.train.step.StepPlan;
import org.counterpoint.train.step.Tally;
import org.jspecify.annotations.Nullable;

/** Learns from the groups of a file by an {@link org.counterpoint.train.algorithm.Algorithm}. */
final class GroupLearner implements Learner {
    /** In a checkpoint: the optimizer's moments. */
    static final String OPTIMIZER = "optimizer.safetensors";

    private final TrainSettings settings;
    private final Prepared prepared;
    private final TrainableModel model;
    private final Ranks ranks;
    private final Consumer<PairOutcome> startCheck;
    private final TrainProgress progress;
    private final StepSource source;
    private final SharedPasses passes;
    private final @Nullable Evaluator evaluator;
    private final EvaluationFiles evaluations;
    private final Schedule rates;

    /** @param startCheck sees every pair before the first update */
    GroupLearner(
            TrainSettings settings,
            Prepared prepared,
            SharedPasses passes,
            Consumer<PairOutcome> startCheck,
            EvaluationFiles evaluations,
            TrainProgress progress) {
        this.settings = settings;
        this.prepared = prepared;
        this.passes = passes;
        this.model = passes.model();
        this.ranks = passes.ranks();
        this.startCheck = startCheck;
        this.evaluations = evaluations;
        this.progress = progress;
        this.source = new FileSteps(settings, prepared.data().store());
        Scored held = prepared.held();
        this.evaluator = held == null ? null : new Evaluator(held, prepared.algorithm(), prepared.curriculum(), passes);
        TrainSettings.Optimizer optimizer = settings.optimizer();
        this.rates =
                Schedule.of(optimizer.schedule(), optimizer.learningRate(), optimizer.warmupRatio(), source.steps());
    }

    @Override
    public long steps() {
        return source.steps();
    }

    @Override
    public double epochsDone(long stepsDone) {
        return source.epochsDone(stepsDone);
    }

    @Override
    public StepReport step(long step) throws IOException {
        long started = System.nanoTime();
        Traffic before = ranks.traffic();
        if (ranks.leads()) {
            RankCommand.give(ranks, Work.STEP, step);
        }
        StepPlan plan = plan(source.groups(step), step);
        boolean drops = settings.adapter().dropout() > 0;
        Tally tally = new Tally(step == 0 && !drops ? startCheck : outcome -> {});
        if (step == 0 && drops) {
            passes.passes()
                    .score(plan.terms(), new Tally(startCheck)); // The step's own scores are not the starting model's.
        }
        model.beginStep(step);
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
            norm = ClippedUpdate.take(model, settings.optimizer(), rate, ranks);
            if (!Double.isFinite(norm)) {
                throw stopped(
                        step,
                        "the gradient norm is " + norm + ", the loss " + tally.loss() + "; the largest loss is of "
                                + tally.worstPlace());
            }
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", tally.loss());
        metrics.putAll(tally.metrics(""));
        metrics.put("grad_norm", norm);
        metrics.put("learning_rate", rate);
        metrics.put(prepared.algorithm().counted(), (double) tally.count());
        metrics.put("skipped_groups", (double) plan.skipped());
        metrics.put("tokens", (double) positions);
        metrics.put("tokens_per_second", positions / Math.max(seconds, 1e-9));
        if (ranks.size() > 1) {
            metrics.putAll(ranks.traffic().since(before).metrics());
        }
        return new StepReport(tally.loss(), metrics);
    }

    private static TrainingException stopped(long step, String why) {
        return new TrainingException("training stopped at step " + (step + 1) + ": " + why
                + "\n  nothing of this step was learnt; a smaller learning_rate or clip_norm may help");
    }

    private StepPlan plan(List<PreparedGroup> groups, long step) {
        double t = Curriculum.progress(step, source.steps());
        long epoch = source.epoch(step);
        return prepared.algorithm()
                .plan(
                        groups,
                        group -> prepared.curriculum()
                                .weights(
                                        prepared.algorithm().candidates(group),
                                        t,
                                        new Draw(settings.seed(), epoch, group.id())),
                        prepared.data()::references);
    }

    /** Another rank's part of an evaluation, from a group on. */
    void helpEvaluating(long first) throws IOException {
        if (evaluator != null) {
            evaluator.help(first);
        }
    }

    @Override
    public boolean evaluates() {
        return evaluator != null;
    }

    @Override
    public Map<String, Double> evaluate(long stepsDone) throws IOException {
        if (evaluator == null) {
            return Map.of();
        }
        try {
            return evaluator.evaluate(
                    evaluations.after(stepsDone), stepsDone == 0 ? startCheck : outcome -> {}, progress);
        } catch (NonFiniteLossException e) {
            throw new TrainingException("evaluation after step " + stepsDone + " stopped: " + e.getMessage(), e);
        }
    }

    @Override
    public void saveModel(Path folder, SaveType type, @Nullable String chatTemplate) throws IOException {
        if (settings.together().shard() == TrainSettings.Shard.ALL) {
            RankCommand.give(ranks, Work.SAVE_WEIGHTS, 0);
        }
        model.saveWeights(folder, type, chatTemplate);
    }

    @Override
    public void saveState(Path checkpoint) throws IOException {
        if (settings.together().shard().cutsMoments()) {
            RankCommand.give(ranks, Work.SAVE_MOMENTS, 0);
        }
        model.saveOptimizer(checkpoint.resolve(OPTIMIZER));
    }
}
