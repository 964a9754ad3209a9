package org.counterpoint.train.objective;

/**
 * Supervised fine-tuning: the loss of a response is {@code -logp}; a step divides the weighted sum by the weighted
 * number of response tokens.
 */
public record Likelihood() implements Objective {
    /** The method's name. */
    public static final String NAME = "sft";

    static final Method METHOD = Method.ofResponses(NAME, new Likelihood());

    /** The loss of one response, in nats, before the step's division. */
    public static double loss(double logp) {
        return -logp;
    }

    /** d loss / d logp. */
    public static double derivative() {
        return -1;
    }
}
