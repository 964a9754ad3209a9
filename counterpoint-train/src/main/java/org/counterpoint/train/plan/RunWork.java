package org.counterpoint.train.plan;

import java.util.List;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.batch.BinPacking;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.objective.PolicyObjective.PolicyGradient;
import org.counterpoint.train.objective.PolicyObjective.Updates;
import org.counterpoint.train.settings.TrainSettings.Forward;
import org.counterpoint.train.settings.TrainSettings.Passes;

/**
 * What a run's passes compute, cut into micro-batches as {@link org.counterpoint.train.step.GroupPasses} cuts it;
 * evaluations are left out.
 *
 * @param largest room for each of the micro-batches that go forward and backward
 * @param learnt all that goes forward and backward
 * @param scored all that goes forward only: for the reference, and of terms that are too large for one pass
 * @param sweeps how often the layers are gone through, forward or backward
 */
public record RunWork(BatchSize largest, BatchSize learnt, BatchSize scored, double sweeps, long steps) {

    /** @param reference whether each response is scored by a reference once */
    public static RunWork of(StepSample sample, Passes passes, boolean reference) {
        Tally tally = new Tally(passes.forward() == Forward.SHARED_PREFIX, passes.microBatchTokens());
        BatchSize groups = BatchSize.NONE;
        long seen = 0;
        for (List<PreparedGroup> step : sample.steps()) {
            tally.add(step.stream()
                    .flatMap(group -> terms(group, passes.forward()).stream())
                    .toList());
            for (PreparedGroup group : step) {
                groups = groups.plus(BatchSize.of(new TokenBatch(List.of(group.sequences()), tally.shared)));
                seen++;
            }
        }
        double scale = (double) sample.stepCount() / Math.max(1, sample.steps().size());
        BatchSize byReference =
                reference ? groups.times((double) sample.groupCount() / Math.max(1, seen)) : BatchSize.NONE;
        double passesOfReference = byReference.positions() / passes.microBatchTokens();
        return new RunWork(
                tally.largest,
                tally.learnt.times(scale),
                tally.scored.times(scale).plus(byReference),
                tally.sweeps * scale + passesOfReference,
                sample.stepCount());
    }

    /**
     * Of a method that draws answers, as if each had the most tokens that it may have: they are drawn, scored by the
     * reference and the reward models, and learnt from by the policy and its value model.
     */
    static RunWork ofRollouts(StepSample sample, Passes passes, PolicyObjective objective, BesideModels beside) {
        RunWork once = of(sample, passes, false);
        Updates updates =
                objective.rule() instanceof PolicyGradient gradient ? gradient.updates() : new Updates(1, 1, 0);
        double learnt = updates.epochs() * (beside.value() == null ? 1 : 2);
        // Of several updates the first is held against what a pass before it said.
        double scored = 1 + beside.scored().size() + (updates.count() > 1 || beside.value() != null ? 1 : 0);
        return new RunWork(
                once.largest,
                once.learnt.times(learnt),
                once.learnt.times(scored).plus(once.scored.times(learnt)),
                once.sweeps * learnt + once.sweeps / 2 * scored,
                once.steps);
    }

    /** What goes through the model together or not at all: a group's responses, or a pair's. */
    private static List<List<TokenSequence>> terms(PreparedGroup group, Forward forward) {
        if (forward != Forward.PAIRWISE || group.pairs().isEmpty()) {
            return List.of(group.sequences());
        }
        List<TokenSequence> all = group.sequences();
        return group.pairs().stream()
                .map(pair -> List.of(all.get(pair.chosen()), all.get(pair.rejected())))
                .toList();
    }

    private static final class Tally {
        private final boolean shared;
        private final int limit;
        private BatchSize largest = BatchSize.NONE;
        private BatchSize learnt = BatchSize.NONE;
        private BatchSize scored = BatchSize.NONE;
        private double sweeps;

        Tally(boolean shared, int limit) {
            this.shared = shared;
            this.limit = limit;
        }

        void add(List<List<TokenSequence>> terms) {
            for (List<List<TokenSequence>> batch : BinPacking.pack(terms, this::positions, limit)) {
                List<TokenSequence> first = batch.get(0);
                if (batch.size() == 1 && first.size() > 1 && positions(first) > limit) {
                    for (TokenSequence sequence : first) {
                        BatchSize alone = BatchSize.of(TokenBatch.of(List.of(sequence)));
                        scored = scored.plus(alone);
                        sweeps++;
                        pass(alone);
                    }
                } else {
                    pass(BatchSize.of(new TokenBatch(batch, shared)));
                }
            }
        }

        private int positions(List<TokenSequence> term) {
            return new TokenBatch(List.of(term), shared).positions();
        }

        private void pass(BatchSize size) {
            largest = largest.or(size);
            learnt = learnt.plus(size);
            sweeps += 2;
        }
    }
}
