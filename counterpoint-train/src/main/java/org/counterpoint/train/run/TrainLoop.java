package org.counterpoint.train.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.train.StoppedException;
import org.counterpoint.train.rollout.RewardException;

/** The steps of a run, from where it stands to the last. */
record TrainLoop(RunContext context, Learner learner) {
    /** What a kill in an evaluation may cost of the steps before it. */
    private static final double SECONDS_TO_LOSE = 60;

    /**
     * @return the metrics of the last step and the last evaluation
     * @throws StoppedException where someone asked for the end; a checkpoint holds what was learnt
     */
    Map<String, Double> run() throws IOException {
        long steps = learner.steps();
        Map<String, Double> last = new LinkedHashMap<>();
        long begin = context.journal().stepsDone();
        if (learner.evaluates() && begin == 0) {
            last.putAll(firstEvaluation());
        } else if (learner.evaluates() && context.journal().evaluationDue()) {
            last.putAll(evaluation(begin, true));
        }
        if (begin < steps && context.stop().made()) {
            throw stopped(begin);
        }
        long clock = System.nanoTime();
        for (long step = begin; step < steps; step++) {
            StepReport report = step(step);
            Map<String, Double> metrics = report.metrics();
            context.journal().step(step + 1, learner.epochsDone(step + 1), metrics);
            last.putAll(metrics);
            double perStep = (System.nanoTime() - clock) / 1e9 / (step + 1 - begin);
            context.progress()
                    .step(
                            step + 1,
                            steps,
                            report.loss(),
                            metrics.getOrDefault("tokens_per_second", 0.0),
                            perStep * (steps - step - 1));
            last.putAll(afterStep(step + 1));
        }
        return last;
    }

    /** Where a reward cannot be had, what was learnt before is kept. */
    private StepReport step(long step) throws IOException {
        try {
            return learner.step(step);
        } catch (RewardException e) {
            if (step > 0 && !context.journal().holds(step)) {
                save(step, false, false);
            }
            throw e;
        }
    }

    /** Evaluates and writes a checkpoint where they are due, and stops where that was asked for. */
    private Map<String, Double> afterStep(long done) throws IOException {
        long every = context.settings().evaluation().every();
        Map<String, Double> held = Map.of();
        boolean saved = false;
        if (learner.evaluates() && (done == learner.steps() || every > 0 && done % every == 0)) {
            if (context.clock().dueBefore(done, SECONDS_TO_LOSE)) {
                save(done, false, true);
            }
            held = evaluation(done, false);
            saved = context.journal().holds(done);
        }
        if (!saved && context.clock().due(done, learner.steps())) {
            save(done, false, false);
            saved = true;
        }
        if (done < learner.steps() && context.stop().made()) {
            if (!saved) {
                save(done, false, false);
            }
            throw stopped(done);
        }
        return held;
    }

    private Map<String, Double> firstEvaluation() throws IOException {
        try {
            return evaluate(0);
        } catch (StoppedException e) {
            throw stopped(0);
        }
    }

    /** Of steps that were done: the best so far is kept as a checkpoint. */
    private Map<String, Double> evaluation(long done, boolean saved) throws IOException {
        Map<String, Double> held;
        try {
            held = evaluate(done);
        } catch (StoppedException e) {
            if (!saved) {
                save(done, false, true);
            }
            throw stopped(done);
        }
        if (context.journal().judge(done, held) && context.clock().keepsBest()) {
            save(done, true, false);
        }
        return held;
    }

    private Map<String, Double> evaluate(long done) throws IOException {
        Map<String, Double> metrics = learner.evaluate(done);
        context.journal().evaluation(done, learner.epochsDone(done), metrics);
        return metrics;
    }

    private void save(long done, boolean isBest, boolean evaluationDue) throws IOException {
        long startedAt = System.nanoTime();
        if (context.journal().checkpoint(learner, done, isBest, evaluationDue)) {
            context.clock().wrote(done, (System.nanoTime() - startedAt) / 1e9);
        }
    }

    private StoppedException stopped(long done) {
        String where = done == 0
                ? "stopped before the first of " + learner.steps() + " steps"
                : "stopped after step " + done + " of " + learner.steps();
        boolean kept = done == 0 || context.journal().holds(done);
        return new StoppedException(where
                + (kept
                        ? "; the same command goes on"
                        : ", which could not be kept; the same command goes on from the checkpoint before it"));
    }
}
