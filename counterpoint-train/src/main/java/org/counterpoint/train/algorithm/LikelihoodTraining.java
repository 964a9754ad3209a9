package org.counterpoint.train.algorithm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.PreparedGroup.Answer;
import org.counterpoint.train.batch.Selection;
import org.counterpoint.train.batch.StoreSummary;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.objective.Likelihood;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.StepPlan;
import org.counterpoint.train.step.Tally;

/** Likelihood of single responses. */
public record LikelihoodTraining(Likelihood objective) implements Algorithm {

    @Override
    public boolean learnsResponses() {
        return true;
    }

    @Override
    public Selection selection(TrainSettings.Data settings, boolean typedCurriculum) {
        return new Selection(true, settings.pairTypes(), typedCurriculum ? Selection.ALL : settings.sftTarget());
    }

    @Override
    public String counted() {
        return "responses";
    }

    @Override
    public List<String> candidates(PreparedGroup group) {
        return group.responses().stream().map(Answer::model).toList();
    }

    @Override
    public Map<String, Long> types(StoreSummary data) {
        return data.models();
    }

    @Override
    public String defaultType(List<String> strongestFirst, boolean easy) {
        return strongestFirst.get(easy ? 1 : 0);
    }

    @Override
    public StepPlan plan(
            List<PreparedGroup> groups,
            Function<PreparedGroup, double[]> weights,
            Function<PreparedGroup, double[]> references) {
        return StepPlan.ofResponses(groups, weights);
    }

    @Override
    public double[] heldOutWeights(PreparedGroup group, Curriculum curriculum) {
        return candidates(group).stream()
                .mapToDouble(model -> curriculum.learns(model) ? 1 : 0)
                .toArray();
    }

    @Override
    public Set<String> evaluationMetrics(StoreSummary data, Curriculum curriculum, String prefix) {
        List<String> models =
                data.models().keySet().stream().filter(curriculum::learns).toList();
        return Tally.namesOfResponses(models, prefix);
    }
}
