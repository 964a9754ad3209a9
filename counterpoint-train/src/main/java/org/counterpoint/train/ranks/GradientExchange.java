package org.counterpoint.train.ranks;

import java.util.Iterator;
import java.util.List;
import org.counterpoint.engine.LearntNumbers;
import org.counterpoint.engine.LearntNumbers.GradientPart;

/**
 * What ranks come to know of one another in a step, and the sum of their gradients: exchanged while the last pass of each
 * still goes backward, part by part as it is done with them.
 */
public final class GradientExchange implements AutoCloseable {
    private final Ranks ranks;
    private final Iterator<GradientPart> parts;
    private final GradientSum sum;
    private final Beside beside;
    private List<byte[]> results = List.of();
    private boolean begun;

    public GradientExchange(Ranks ranks, LearntNumbers learnt) {
        this.ranks = ranks;
        this.parts = learnt.gradientParts().iterator();
        this.sum = new GradientSum(ranks, learnt);
        this.beside = ranks.beside();
    }

    /**
     * Does a rank's passes, and waits until all is exchanged. They call {@link #begin} once, and {@link #partDone}.
     *
     * @return the results of all ranks, in their order
     * @throws RankException as {@link RankWork#each} does
     */
    public List<byte[]> during(Runnable passes) {
        try {
            passes.run();
        } catch (RuntimeException e) {
            if (!begun) {
                RankWork.failed(ranks, e);
            }
            throw e;
        }
        while (parts.hasNext()) {
            partDone();
        }
        beside.then(sum::empty);
        beside.await();
        return results;
    }

    /** All that can go wrong with this rank's numbers is known: there is nothing left but to go backward. */
    public void begin(byte[] result) {
        begun = true;
        beside.then(() -> results = RankWork.done(ranks, result));
    }

    /** The next part of the gradients is as it will be. */
    public void partDone() {
        GradientPart part = parts.next();
        beside.then(() -> sum.take(part));
    }

    @Override
    public void close() {
        beside.close();
    }
}
