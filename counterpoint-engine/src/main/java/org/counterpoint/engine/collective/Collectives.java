package org.counterpoint.engine.collective;

import org.counterpoint.engine.Floats;

/**
 * What processes do with numbers of all of them. Every one of them calls the same methods in the same order, with as many
 * numbers. Not safe for use by several threads.
 *
 * <p>All methods throw a {@link CollectiveException} where a process is lost.
 */
public interface Collectives extends AutoCloseable {

    /** Replaces each number by the sum over all processes, the same bytes for all of them. */
    void sum(Floats values);

    /** Replaces each number by that of one process. */
    void broadcast(Floats values, int from);

    /**
     * Puts the numbers of all processes one behind the other.
     *
     * @param all as often as long as {@code own} as there are processes
     */
    void gather(Floats own, Floats all);

    /**
     * Adds to {@code own} the sum over all processes of this one's part of {@code all}, in their order.
     *
     * @param all as often as long as {@code own} as there are processes
     */
    void addSums(Floats all, Floats own);

    @Override
    void close();
}
