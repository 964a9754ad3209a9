package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.store.GrowingFile;
import org.counterpoint.train.TrainingException;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.objective.PolicyObjective.PolicyGradient;
import org.counterpoint.train.objective.PolicyObjective.Ppo;
import org.counterpoint.train.policy.AdaptiveKl;
import org.counterpoint.train.ranks.RankCommand;
import org.counterpoint.train.ranks.RankCommand.Work;
import org.counterpoint.train.rollout.PolicyUpdates.Rates;
import org.counterpoint.train.rollout.PolicyWatch;
import org.counterpoint.train.rollout.PromptSteps;
import org.counterpoint.train.rollout.RolloutModels;
import org.counterpoint.train.rollout.RolloutPrompt;
import org.counterpoint.train.rollout.RolloutStep;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.NonFiniteLossException;
import org.counterpoint.train.step.Schedule;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Learns from the policy's own answers. */
final class PolicyLearner implements Learner {
    /** In a checkpoint: the value model, with its optimizer. */
    static final String VALUE = "value";

    private final TrainSettings settings;
    private final PolicyObjective objective;
    private final PromptSteps prompts;
    private final List<RolloutPrompt> held;
    private final RolloutModels models;
    private final RolloutStep steps;
    private final @Nullable GrowingFile rollouts;
    private final PolicyWatch watch;
    private final TrainProgress progress;
    private final Schedule rates;
    private final Schedule valueRates;
    private double klCoefficient;

    /**
     * What the steps before have left.
     *
     * @param rollouts null for a rank that does not lead
     * @param watch has seen the metrics of those steps
     * @param klCoefficient as it stands before the next step
     */
    record Past(@Nullable GrowingFile rollouts, PolicyWatch watch, double klCoefficient) {}

    PolicyLearner(
            RunSetup setup,
            PolicyObjective objective,
            PreparedPrompts prompts,
            RolloutModels models,
            RolloutStep steps,
            Past past) {
        this.settings = setup.settings();
        this.objective = objective;
        this.prompts = prompts.training();
        this.held = prompts.held();
        this.models = models;
        this.steps = steps;
        this.rollouts = past.rollouts();
        this.watch = past.watch();
        this.progress = setup.progress();
        this.klCoefficient = past.klCoefficient();
        TrainSettings.Optimizer optimizer = settings.optimizer();
        double peak = optimizer.learningRate();
        Double valuePeak = objective.rule() instanceof Ppo ppo ? ppo.valueLearningRate() : null;
        this.rates = Schedule.of(optimizer.schedule(), peak, optimizer.warmupRatio(), steps());
        this.valueRates = Schedule.of(
                optimizer.schedule(), valuePeak == null ? peak : valuePeak, optimizer.warmupRatio(), steps());
    }

    /** The coefficient that a run begins with. */
    static double firstKlCoefficient(PolicyObjective objective) {
        return objective.rule() instanceof PolicyGradient gradient
                ? gradient.penalty().coefficient()
                : 0;
    }

    @Override
    public long steps() {
        return prompts.steps().steps();
    }

    @Override
    public double epochsDone(long stepsDone) {
        return prompts.steps().epochsDone(stepsDone);
    }

    @Override
    public StepReport step(long step) throws IOException {
        lead(Work.STEP, step);
        List<ObjectNode> rows = new ArrayList<>();
        RolloutStep.Result result;
        try {
            Rates now = new Rates(rates.rate(step), valueRates.rate(step), klCoefficient);
            result = steps.take(step, prompts.of(step), now, rows::add);
        } catch (NonFiniteLossException e) {
            throw new TrainingException(
                    "training stopped at step " + (step + 1) + ": " + e.getMessage()
                            + "\n  a smaller learning_rate or clip_norm may help; the checkpoints before it stay",
                    e);
        }
        if (rollouts != null) {
            rollouts.append(rows);
        }
        Map<String, Double> metrics = new LinkedHashMap<>(result.metrics());
        metrics.put(
                "episode",
                (double) prompts.steps().itemsDone(step + 1)
                        * objective.sampling().samples());
        if (objective.rule() instanceof PolicyGradient gradient) {
            requireNear(gradient.penalty().limit(), result.kl(), step);
            adapt(gradient, result);
        }
        watch.take(step + 1, metrics).forEach(warning -> progress.notice("warning: " + warning));
        return new StepReport(result.loss(), metrics);
    }

    /** Says to the others what they are to do too. */
    private void lead(Work work, long number) {
        if (rollouts != null) {
            RankCommand.give(steps.ranks(), work, number);
        }
    }

    private static void requireNear(double limit, double kl, long step) {
        if (!(kl <= limit)) {
            throw new TrainingException(
                    "training stopped at step " + (step + 1) + ": the KL to the reference is " + kl
                            + ", beyond kl_limit " + limit
                            + "\n  a larger kl_coef or a smaller learning_rate keeps it nearer; the checkpoints before it stay");
        }
    }

    private void adapt(PolicyGradient gradient, RolloutStep.Result result) {
        AdaptiveKl adaptive = gradient.penalty().adaptive();
        if (adaptive != null) {
            klCoefficient = adaptive.next(klCoefficient, result.kl(), result.answers());
        }
    }

    @Override
    public boolean evaluates() {
        return !held.isEmpty();
    }

    @Override
    public Map<String, Double> evaluate(long stepsDone) throws IOException {
        lead(Work.EVALUATE, stepsDone);
        progress.phase("evaluating", 0, held.size());
        Map<String, Double> metrics = new LinkedHashMap<>();
        steps.evaluate(held).forEach((name, value) -> metrics.put("eval_" + name, value));
        progress.phase("evaluating", held.size(), held.size());
        watch.take(stepsDone, metrics).forEach(warning -> progress.notice("warning: " + warning));
        return metrics;
    }

    @Override
    public void saveModel(Path folder, SaveType type, @Nullable String chatTemplate) throws IOException {
        models.policy().saveWeights(folder, type, chatTemplate);
    }

    @Override
    public void saveState(Path checkpoint) throws IOException {
        if (settings.together().shard().cutsMoments()) {
            lead(Work.SAVE_MOMENTS, 0);
        }
        models.policy().saveOptimizer(checkpoint.resolve(GroupLearner.OPTIMIZER));
        TrainableModel value = models.value();
        if (value != null) {
            Path folder = checkpoint.resolve(VALUE);
            if (rollouts != null) {
                value.saveWeights(folder, SaveType.FP32, null);
            }
            value.saveOptimizer(folder.resolve(GroupLearner.OPTIMIZER));
        }
        if (rollouts != null) {
            new PolicyState(klCoefficient, rollouts.sync()).write(checkpoint);
        }
    }
}
