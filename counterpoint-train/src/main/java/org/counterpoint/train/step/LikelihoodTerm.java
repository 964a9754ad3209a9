package org.counterpoint.train.step;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.PreparedGroup.Answer;
import org.counterpoint.train.objective.Likelihood;

/**
 * Responses of one group, each by itself.
 *
 * @param responses indices into the group's responses
 * @param weights s_i above 0, one a response
 * @param divisor sum of s_i * T_i over the step
 */
public record LikelihoodTerm(PreparedGroup group, List<Integer> responses, double[] weights, double divisor)
        implements Term {

    @Override
    public List<TokenSequence> sequences() {
        List<TokenSequence> sequences = new ArrayList<>();
        for (int response : responses) {
            sequences.add(group.responses().get(response).sequence());
        }
        return sequences;
    }

    @Override
    public double[] evaluate(double[] logps, Tally tally) {
        double[] derivatives = new double[logps.length];
        for (int i = 0; i < logps.length; i++) {
            Answer answer = group.responses().get(responses.get(i));
            String place = answer.model() + "'s answer in group " + group.id() + " (" + answer.origin() + ")";
            if (!Double.isFinite(logps[i])) {
                throw new NonFiniteLossException("the log-probability of " + place + " is " + logps[i]);
            }
            derivatives[i] = weights[i] * Likelihood.derivative() / divisor;
            tally.add(
                    new ResponseOutcome(answer.model(), place, weights[i], Likelihood.loss(logps[i]), answer.tokens()));
        }
        return derivatives;
    }
}
