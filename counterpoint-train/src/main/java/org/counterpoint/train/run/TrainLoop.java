package org.counterpoint.train.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.train.settings.TrainSettings;

/** The steps of a run, from where it stands to the last. */
record TrainLoop(RunContext context, Learner learner) {

    /** @return the metrics of the last step and the last evaluation */
    Map<String, Double> run() throws IOException {
        RunJournal journal = context.journal();
        long steps = learner.steps();
        Map<String, Double> last = new LinkedHashMap<>();
        long begin = journal.stepsDone();
        if (begin == 0 && learner.evaluates()) {
            last.putAll(evaluate(0));
        }
        long clock = System.nanoTime();
        for (long step = begin; step < steps; step++) {
            StepReport report = learner.step(step);
            Map<String, Double> metrics = report.metrics();
            journal.step(step + 1, learner.epochsDone(step + 1), metrics);
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

    /** Evaluates and writes a checkpoint where they are due. */
    private Map<String, Double> afterStep(long done) throws IOException {
        TrainSettings settings = context.settings();
        long every = settings.evaluation().every();
        Map<String, Double> held = Map.of();
        boolean better = false;
        if (learner.evaluates() && (done == learner.steps() || every > 0 && done % every == 0)) {
            held = evaluate(done);
            better = context.journal().judge(done, held);
        }
        long save = settings.checkpoint().every();
        if (save > 0 && (done % save == 0 || better)) {
            context.journal().checkpoint(learner, done, better);
        }
        return held;
    }

    private Map<String, Double> evaluate(long done) throws IOException {
        Map<String, Double> metrics = learner.evaluate(done);
        context.journal().evaluation(done, learner.epochsDone(done), metrics);
        return metrics;
    }
}
