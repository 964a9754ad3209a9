package org.counterpoint.train.algorithm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.Selection;
import org.counterpoint.train.batch.StoreSummary;
import org.counterpoint.train.curriculum.Curriculum;
import org.counterpoint.train.objective.RewardLoss;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.StepPlan;
import org.counterpoint.train.step.Tally;

/** A reward model: the very pairs of {@link PairTraining}, over a head that scores a text. */
public record RewardTraining(RewardLoss objective) implements Algorithm {

    private PairTraining pairs() {
        return new PairTraining(objective);
    }

    /** A new head, drawn by the seed, where the model that is started from has none. */
    @Override
    public HeadKind head(long seed) {
        return new HeadKind.Score(seed);
    }

    @Override
    public boolean learnsResponses() {
        return false;
    }

    @Override
    public Selection selection(TrainSettings.Data settings, boolean typedCurriculum) {
        return pairs().selection(settings, typedCurriculum).withMargin(objective.marginScore());
    }

    @Override
    public String counted() {
        return pairs().counted();
    }

    @Override
    public List<String> candidates(PreparedGroup group) {
        return pairs().candidates(group);
    }

    @Override
    public Map<String, Long> types(StoreSummary data) {
        return pairs().types(data);
    }

    @Override
    public String defaultType(List<String> strongestFirst, boolean easy) {
        return pairs().defaultType(strongestFirst, easy);
    }

    @Override
    public StepPlan plan(
            List<PreparedGroup> groups,
            Function<PreparedGroup, double[]> weights,
            Function<PreparedGroup, double[]> references) {
        return pairs().plan(groups, weights, references);
    }

    @Override
    public double[] heldOutWeights(PreparedGroup group, Curriculum curriculum) {
        return pairs().heldOutWeights(group, curriculum);
    }

    @Override
    public Set<String> evaluationMetrics(StoreSummary data, Curriculum curriculum, String prefix) {
        return Tally.namesOfScores(data.pairs().keySet(), prefix);
    }
}
