package org.counterpoint.train.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Suggestion;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.StoreSummary;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.objective.PairObjective;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.GroupPasses;
import org.counterpoint.train.step.PairOutcome;
import org.counterpoint.train.step.StepPlan;
import org.counterpoint.train.step.Tally;

/** Held-out metrics, every pair weighing 1. */
record Evaluator(Scored data, TrainSettings settings, Curriculum curriculum, GroupPasses passes) {
    private static final int WINDOW = 64;
    private static final String PREFIX = "eval_";

    /** @throws InputException where no evaluation of these data has the metric that decides which is best */
    static void requireMetric(Scored held, TrainSettings settings, Curriculum curriculum) {
        StoreSummary summary = held.store().summary();
        Set<String> names = settings.likelihood()
                ? Tally.namesOfResponses(
                        summary.models().keySet().stream()
                                .filter(model -> learnt(model, curriculum))
                                .toList(),
                        PREFIX)
                : Tally.namesOfPairs(summary.pairs().keySet(), PREFIX);
        String metric = settings.evaluation().metric();
        if (!names.contains(metric)) {
            throw new InputException("evaluation.metric " + metric + " is not among the metrics of the evaluation"
                    + Suggestion.among(metric, names) + "\n  there are: " + String.join(", ", names));
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
            passes.score(plan(window).terms(), tally);
            progress.phase("evaluating", from + window.size(), size);
        }
        return tally.metrics(PREFIX);
    }

    private StepPlan plan(List<PreparedGroup> window) {
        if (settings.objective() instanceof PairObjective objective) {
            return StepPlan.ofPairs(window, group -> ones(group.pairs().size()), data::references, objective);
        }
        return StepPlan.ofResponses(window, group -> group.responses().stream()
                .mapToDouble(answer -> learnt(answer.model(), curriculum) ? 1 : 0)
                .toArray());
    }

    private static boolean learnt(String model, Curriculum curriculum) {
        return !curriculum.kind().usesTypes() || model.equals(curriculum.from()) || model.equals(curriculum.to());
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
