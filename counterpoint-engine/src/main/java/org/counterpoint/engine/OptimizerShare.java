package org.counterpoint.engine;

/**
 * The processes over which an optimizer's moments are cut: each holds those of some weights, updates these, and hands them
 * to all others. All of them call the same in the same order.
 */
public interface OptimizerShare {

    /** This process, from 0; the first reads and writes files. */
    int rank();

    /** How many there are. */
    int size();

    /** Replaces each number by that of one process. */
    void broadcast(Floats values, int from);
}
