package org.counterpoint.train.ranks;

import java.util.List;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.WeightShare;

/**
 * Ranks that hold one model together. Before each sweep through its layers they tell one another what they want, or that one
 * of them failed ({@link RankWork#each}): so that nobody waits for a layer of a rank that is not there.
 */
public record CutOverRanks(Ranks ranks) implements WeightShare {
    /** First of the marks that are none of {@link RankWork}'s. */
    private static final int MARK = 16;

    @Override
    public int rank() {
        return ranks.rank();
    }

    @Override
    public int size() {
        return ranks.size();
    }

    @Override
    public Sweep next(Sweep wanted) {
        List<byte[]> all = ranks.gather(new byte[] {(byte) (MARK + wanted.ordinal())});
        Sweep next = Sweep.NONE;
        for (int rank = 0; rank < all.size(); rank++) {
            RankWork.failureOf(all.get(rank), rank).ifPresent(e -> {
                throw e;
            });
            Sweep one = Sweep.values()[all.get(rank)[0] - MARK];
            // Forward goes before backward: whoever waits to go backward has only to assist.
            next = one == Sweep.FORWARD || next == Sweep.NONE ? one : next;
        }
        return next;
    }

    @Override
    public RuntimeException broken(RuntimeException failure) {
        return failure instanceof RankException ? failure : new RankException(String.valueOf(failure.getMessage()));
    }

    @Override
    public void gather(Floats own, Floats all) {
        ranks.gather(own, all);
    }

    @Override
    public void addSums(Floats all, Floats own) {
        ranks.addSums(all, own);
    }

    @Override
    public void broadcast(Floats values, int from) {
        ranks.broadcast(values, from);
    }

    @Override
    public double sum(double own) {
        return ranks.gather(RankNumbers.bytes(own)).stream()
                .mapToDouble(bytes -> RankNumbers.of(bytes)[0])
                .reduce(0, Double::sum);
    }
}
