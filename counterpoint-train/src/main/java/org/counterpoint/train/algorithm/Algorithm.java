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
import org.counterpoint.train.objective.Likelihood;
import org.counterpoint.train.objective.Objective;
import org.counterpoint.train.objective.PairObjective;
import org.counterpoint.train.objective.RewardLoss;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.step.StepPlan;

/**
 * How a method learns from response groups. A group has candidates, which a curriculum weighs: its responses by their
 * models, or its pairs by their types. Whoever would ask "likelihood or pairs?" asks one of these methods instead.
 */
public sealed interface Algorithm permits LikelihoodTraining, PairTraining, RewardTraining {

    /** The algorithm that minimises an objective. */
    static Algorithm of(Objective objective) {
        if (objective instanceof RewardLoss reward) {
            return new RewardTraining(reward);
        }
        return objective instanceof PairObjective pairs
                ? new PairTraining(pairs)
                : new LikelihoodTraining((Likelihood) objective);
    }

    /** What the model that is learnt gives by row. */
    default HeadKind head(long seed) {
        return HeadKind.logProbabilities();
    }

    /** Whether single responses are enough to learn from; else rows must make pairs. */
    boolean learnsResponses();

    /** What of a group is learnt from. */
    Selection selection(TrainSettings.Data settings, boolean typedCurriculum);

    /** What a step's candidates are called where they are counted. */
    String counted();

    /** The types of a group's candidates, in their order: what a curriculum weighs. */
    List<String> candidates(PreparedGroup group);

    /** How many candidates of each type the data have. */
    Map<String, Long> types(StoreSummary data);

    /** The type that a curriculum begins with, or, where not easy, ends with, of at least two models. */
    String defaultType(List<String> strongestFirst, boolean easy);

    /**
     * What a step computes.
     *
     * @param weights of a group's candidates, in their order
     * @param references log-probabilities of a group's responses; zeros for methods without a reference
     */
    StepPlan plan(
            List<PreparedGroup> groups,
            Function<PreparedGroup, double[]> weights,
            Function<PreparedGroup, double[]> references);

    /** The weights of a held-out group's candidates: 1, or 0 for what this curriculum never learns by itself. */
    double[] heldOutWeights(PreparedGroup group, Curriculum curriculum);

    /** The names of the metrics that an evaluation of these data gives. */
    Set<String> evaluationMetrics(StoreSummary data, Curriculum curriculum, String prefix);
}
