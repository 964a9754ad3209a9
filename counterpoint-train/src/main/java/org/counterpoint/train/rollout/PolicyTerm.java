package org.counterpoint.train.rollout;

import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.objective.PolicyObjective.PolicyGradient;
import org.counterpoint.train.objective.PolicyObjective.Rloo;
import org.counterpoint.train.policy.PolicyLoss;
import org.counterpoint.train.step.NonFiniteLossException;
import org.counterpoint.train.step.RowTerm;

/**
 * Answers to one prompt as a part of the policy's loss of a mini-batch.
 *
 * @param answers which of the prompt's
 * @param advantages makes them of the drawing policy's log-probabilities, where this pass is the first that computes those
 */
record PolicyTerm(
        Experience experience,
        List<Integer> answers,
        PolicyGradient rule,
        Weights weights,
        Advantages advantages,
        UpdateTally tally)
        implements RowTerm {

    /**
     * What a token, or where the rule's ratio is of the whole answer, an answer weighs in the mini-batch's mean.
     *
     * @param klCoefficient of a KL in the loss
     */
    record Weights(double klCoefficient, long answers, long tokens, boolean perSequence) {
        double of(int answerTokens) {
            return perSequence ? 1.0 / (answers * (double) answerTokens) : 1.0 / tokens;
        }
    }

    /** The same, which takes its loss down elsewhere. */
    PolicyTerm told(UpdateTally other) {
        return new PolicyTerm(experience, answers, rule, weights, advantages, other);
    }

    @Override
    public List<TokenSequence> sequences() {
        return answers.stream()
                .map(i -> experience.answers().get(i).rollout().sequence())
                .toList();
    }

    @Override
    public double[][] derivatives(double[][] rows) {
        if (!experience.drawn()) {
            experience.setOld(rows);
            advantages.fill(experience);
        }
        double[][] derivatives = new double[rows.length][];
        for (int k = 0; k < rows.length; k++) {
            int answer = answers.get(k);
            PolicyLoss.Response response = new PolicyLoss.Response(
                    rows[k], experience.old(answer), experience.references(answer), experience.advantages(answer));
            double range = rule.updates().clipRange();
            boolean whole = rule instanceof Rloo;
            PolicyLoss loss = whole
                    ? PolicyLoss.whole(response, range, 1.0 / weights.answers())
                    : PolicyLoss.byToken(response, range, weights.klCoefficient(), weights.of(rows[k].length));
            if (!Double.isFinite(loss.loss())) {
                throw new NonFiniteLossException("the loss of an answer to "
                        + experience.answers().get(answer).rollout().prompt().id() + " is " + loss.loss());
            }
            tally.add(loss, response, whole ? 1 : rows[k].length);
            derivatives[k] = loss.derivatives();
        }
        return derivatives;
    }
}
