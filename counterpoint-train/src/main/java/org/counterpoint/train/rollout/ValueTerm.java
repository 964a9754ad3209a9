package org.counterpoint.train.rollout;

import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.objective.PolicyObjective.Ppo;
import org.counterpoint.train.policy.ClippedValue;
import org.counterpoint.train.step.NonFiniteLossException;
import org.counterpoint.train.step.RowTerm;

/**
 * Answers to one prompt as a part of the value model's loss of a mini-batch.
 *
 * @param tokens of the mini-batch's answers
 */
record ValueTerm(Experience experience, List<Integer> answers, Ppo rule, long tokens, UpdateTally tally)
        implements RowTerm {

    /** The same, which takes its loss down elsewhere. */
    ValueTerm told(UpdateTally other) {
        return new ValueTerm(experience, answers, rule, tokens, other);
    }

    @Override
    public List<TokenSequence> sequences() {
        return answers.stream()
                .map(i -> experience.answers().get(i).rollout().sequence())
                .toList();
    }

    @Override
    public double[][] derivatives(double[][] rows) {
        double[][] derivatives = new double[rows.length][];
        for (int k = 0; k < rows.length; k++) {
            int answer = answers.get(k);
            derivatives[k] = new double[rows[k].length];
            for (int t = 0; t < rows[k].length; t++) {
                ClippedValue value = ClippedValue.of(
                        rows[k][t], experience.values(answer)[t], experience.returns(answer)[t], rule.valueClipRange());
                if (!Double.isFinite(value.loss())) {
                    throw new NonFiniteLossException("the value model's loss of an answer to "
                            + experience
                                    .answers()
                                    .get(answer)
                                    .rollout()
                                    .prompt()
                                    .id() + " is " + value.loss());
                }
                tally.add(value, 1.0 / tokens);
                derivatives[k][t] = rule.valueWeight() * value.derivative() / tokens;
            }
        }
        return derivatives;
    }
}
