package org.counterpoint.train.step;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.PreparedGroup.Answer;
import org.counterpoint.train.objective.PairLoss;
import org.counterpoint.train.objective.PairObjective;
import org.counterpoint.train.objective.PairScores;

/**
 * Pairs of one group.
 *
 * @param responses indices into the group's responses: those that the pairs need
 * @param pairs with weights above 0; their indices point into {@code responses}
 * @param references of {@code responses}, 0 for methods without a reference
 * @param divisor the sum of the weights of the step's pairs
 */
public record PairTerm(
        PreparedGroup group,
        List<Integer> responses,
        List<WeightedPair> pairs,
        double[] references,
        PairObjective objective,
        double divisor)
        implements Term {

    /**
     * w, and which pair: its type, and indices into the term's responses.
     *
     * @param margin its own, of a reward model's training
     */
    public record WeightedPair(int chosen, int rejected, String type, double weight, double margin) {}

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
        for (WeightedPair pair : pairs) {
            int c = pair.chosen();
            int r = pair.rejected();
            int tokensChosen = answer(c).tokens();
            int tokensRejected = answer(r).tokens();
            PairLoss loss = objective.loss(new PairScores(
                    logps[c], logps[r], references[c], references[r], tokensChosen, tokensRejected, pair.margin()));
            if (!Double.isFinite(loss.value() + loss.byChosen() + loss.byRejected())) {
                throw new NonFiniteLossException("the loss of " + describe(pair) + " is " + loss.value()
                        + (objective.ofScores()
                                ? ": scores " + logps[c] + " and " + logps[r]
                                : ": log-probabilities " + logps[c] + " and " + logps[r] + ", reference's "
                                        + references[c] + " and " + references[r]));
            }
            derivatives[c] += pair.weight() * loss.byChosen() / divisor;
            derivatives[r] += pair.weight() * loss.byRejected() / divisor;
            if (objective.ofScores()) {
                tally.add(new ScoreOutcome(
                        pair.type(),
                        describe(pair),
                        pair.weight(),
                        loss.value(),
                        logps[c],
                        logps[r],
                        tokensChosen,
                        tokensRejected));
                continue;
            }
            tally.add(new PairOutcome(
                    pair.type(),
                    describe(pair),
                    pair.weight(),
                    loss.value(),
                    objective.reward(logps[c], references[c], tokensChosen),
                    objective.reward(logps[r], references[r], tokensRejected),
                    logps[c],
                    logps[r],
                    references[c],
                    references[r],
                    tokensChosen,
                    tokensRejected));
        }
        return derivatives;
    }

    /** One term a pair, each with its own two sequences. */
    List<PairTerm> single() {
        List<PairTerm> terms = new ArrayList<>();
        for (WeightedPair pair : pairs) {
            terms.add(new PairTerm(
                    group,
                    List.of(responses.get(pair.chosen()), responses.get(pair.rejected())),
                    List.of(new WeightedPair(0, 1, pair.type(), pair.weight(), pair.margin())),
                    new double[] {references[pair.chosen()], references[pair.rejected()]},
                    objective,
                    divisor));
        }
        return terms;
    }

    private Answer answer(int index) {
        return group.responses().get(responses.get(index));
    }

    private String describe(WeightedPair pair) {
        return "pair " + pair.type() + " of group " + group.id() + " ("
                + answer(pair.chosen()).origin() + ")";
    }
}
