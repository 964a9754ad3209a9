package org.counterpoint.train.algorithm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.counterpoint.data.Pair;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.Selection;
import org.counterpoint.train.batch.StoreSummary;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.objective.PairObjective;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.StepPlan;
import org.counterpoint.train.step.Tally;

/** A loss of pairs, all formed from one number a response. */
public record PairTraining(PairObjective objective) implements Algorithm {

    @Override
    public boolean learnsResponses() {
        return false;
    }

    @Override
    public Selection selection(TrainSettings.Data settings, boolean typedCurriculum) {
        return new Selection(false, settings.pairTypes(), typedCurriculum ? Selection.ALL : settings.sftTarget());
    }

    @Override
    public String counted() {
        return "pairs";
    }

    @Override
    public List<String> candidates(PreparedGroup group) {
        return group.pairTypes();
    }

    @Override
    public Map<String, Long> types(StoreSummary data) {
        return data.pairs();
    }

    /** The paper's EasyPair, strongest over weakest, and HardPair, strongest over second strongest. */
    @Override
    public String defaultType(List<String> strongestFirst, boolean easy) {
        return Pair.type(strongestFirst.get(0), strongestFirst.get(easy ? strongestFirst.size() - 1 : 1));
    }

    @Override
    public StepPlan plan(
            List<PreparedGroup> groups,
            Function<PreparedGroup, double[]> weights,
            Function<PreparedGroup, double[]> references) {
        return StepPlan.ofPairs(groups, weights, references, objective);
    }

    @Override
    public double[] heldOutWeights(PreparedGroup group, Curriculum curriculum) {
        double[] ones = new double[group.pairs().size()];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public Set<String> evaluationMetrics(StoreSummary data, Curriculum curriculum, String prefix) {
        return Tally.namesOfPairs(data.pairs().keySet(), prefix);
    }
}
