package org.counterpoint.train.rollout;

import java.util.List;
import java.util.Set;

/** Draws answers from a policy as it is at this moment. To be made anew after an update of the policy. */
public interface Sampler extends AutoCloseable {

    /**
     * A prompt to be continued.
     *
     * @param tokens at least one
     * @param seed of this answer's own random stream
     */
    record Request(int[] tokens, long seed) {}

    /**
     * What was drawn.
     *
     * @param ids the end token included
     * @param stopped whether an end token ended it
     * @param logps of each token, in nats at the temperature
     */
    record Drawn(int[] ids, boolean stopped, double[] logps) {}

    /**
     * One answer a request, in order: a function of the request, the weights and these settings, whoever is beside it.
     *
     * @param temperature above 0
     * @param ends an answer ends after any of these
     */
    List<Drawn> draw(List<Request> requests, double temperature, Set<Integer> ends, int maxNewTokens);

    @Override
    void close();
}
