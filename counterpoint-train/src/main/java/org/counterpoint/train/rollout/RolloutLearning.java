package org.counterpoint.train.rollout;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.counterpoint.train.rollout.PolicyUpdates.Rates;

/** How a step learns from answers and what rewards say of them. */
sealed interface RolloutLearning permits GradientLearning, PairLearning {

    /**
     * What a step's updates came to.
     *
     * @param metrics by name
     * @param positions that were computed
     */
    record Outcome(double loss, Map<String, Double> metrics, long positions) {}

    /** Computes what is needed of all answers before the first update. */
    void prepare(List<Experience> groups, Rates rates) throws IOException;

    /**
     * Learns; afterwards every answer has the drawing policy's log-probabilities.
     *
     * @throws org.counterpoint.train.step.NonFiniteLossException where a loss or a gradient is no number
     */
    Outcome learn(List<Experience> groups, long step, Rates rates) throws IOException;
}
