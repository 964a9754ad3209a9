package org.counterpoint.train.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.counterpoint.data.InputException;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.step.GroupPasses;
import org.counterpoint.train.step.PairOutcome;
import org.counterpoint.train.step.StepPlan;
import org.counterpoint.train.step.Tally;

/** Held-out metrics, every pair weighing 1. */
record Evaluator(Scored data, Algorithm algorithm, Curriculum curriculum, GroupPasses passes) {
    private static final int WINDOW = 64;
    private static final String PREFIX = "eval_";

    /** @throws InputException where no evaluation of these data has the metric that decides which is best */
    static void requireMetric(Scored held, Algorithm algorithm, Curriculum curriculum, String metric) {
        Set<String> names = algorithm.evaluationMetrics(held.store().summary(), curriculum, PREFIX);
        if (!names.contains(metric)) {
            throw new InputException("evaluation.metric " + metric + " is not among the metrics of the evaluation"
                    + Suggestions.meant(metric, names) + "\n  there are: " + String.join(", ", names));
        }
    }

    Map<String, Double> evaluate(Consumer<PairOutcome> watch, TrainProgress progress) throws IOException {
        Tally tally = new Tally(watch);
        int size = data.store().size();
        for (int from = 0; from < size; from += WINDOW) {
            List<PreparedGroup> window = new ArrayList<>();
            for (int g = from; g < Math.min(size, from + WINDOW); g++) {
                window.add(data.store().read(g));
            }
            StepPlan plan =
                    algorithm.plan(window, group -> algorithm.heldOutWeights(group, curriculum), data::references);
            passes.score(plan.terms(), tally);
            progress.phase("evaluating", from + window.size(), size);
        }
        return tally.metrics(PREFIX);
    }
}
