package org.counterpoint.engine;

/**
 * The processes over which all that is learnt of a model is cut. A pass of any of them is one of all: it goes through the
 * layers together with the others', who bring rows of their own or none, since nobody has a layer's weights by himself.
 */
public interface WeightShare extends OptimizerShare {

    /** One way through all layers. */
    enum Sweep {
        /** Nobody has anything left to compute. */
        NONE,
        FORWARD,
        BACKWARD
    }

    /**
     * Says what this process wants to do next, and waits for all others to say the same.
     *
     * @return what all do now: whoever wants something else takes part, and asks again
     */
    Sweep next(Sweep wanted);

    /**
     * What becomes of a failure within a sweep, in which the others wait for this process's layers and not for its words.
     *
     * @return what is to be thrown
     */
    RuntimeException broken(RuntimeException failure);

    /**
     * Puts the numbers of all processes one behind the other.
     *
     * @param all as often as long as {@code own} as there are processes
     */
    void gather(Floats own, Floats all);

    /**
     * Adds to {@code own} the sum over all processes of the part of {@code all} that is this process's, in the order of the
     * processes.
     *
     * @param all as often as long as {@code own} as there are processes
     */
    void addSums(Floats all, Floats own);

    /** The sum over all processes, the same for all of them. */
    double sum(double own);
}
