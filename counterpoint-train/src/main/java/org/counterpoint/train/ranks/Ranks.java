package org.counterpoint.train.ranks;

import java.util.List;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.OptimizerShare;

/**
 * The processes that learn one model together, as one of them sees it. All of them call the same methods in the same
 * order, but for {@link #check} and {@link #fail}.
 */
public sealed interface Ranks extends OptimizerShare, AutoCloseable permits OneRank, SeveralRanks {

    /** This process, from 0: the one that leads, writes, and speaks to the user. */
    @Override
    int rank();

    /** Replaces each number by the sum over all ranks, the same bytes for all of them. */
    void sum(Floats values);

    /**
     * Puts the numbers of all ranks one behind the other.
     *
     * @param all as often as long as {@code own} as there are ranks
     */
    void gather(Floats own, Floats all);

    /**
     * Adds to {@code own} the sum over all ranks, in their order, of this one's part of {@code all}.
     *
     * @param all as often as long as {@code own} as there are ranks
     */
    void addSums(Floats all, Floats own);

    /** What each rank gives, in their order. */
    List<byte[]> gather(byte[] own);

    /**
     * Has numbers that lie on CUDA devices go from one to another by themselves from now on; all call it together.
     *
     * @param gpu the number of this rank's device, which no other rank has
     */
    void connectDevices(int gpu);

    /**
     * Asked now and then in long work of one's own.
     *
     * @throws RankException where a rank is known to be gone
     */
    void check();

    /** Tells the others why this rank ends; nothing can be shared any more. */
    void fail(String why);

    /** Takes exchanges to be made while this rank computes; it makes no other until they are awaited. */
    Beside beside();

    /** What of this process's time and network the others took so far. */
    Traffic traffic();

    @Override
    void close();

    /** Whether this process leads, as it also does alone. */
    default boolean leads() {
        return rank() == 0;
    }

    /** Rank 0's number. */
    default double leading(double own) {
        return size() == 1 ? own : RankNumbers.of(gather(RankNumbers.bytes(own)).get(0))[0];
    }
}
