package org.counterpoint.engine.model;

import org.counterpoint.engine.ModelException;

/**
 * How the next token is chosen: the likeliest, or drawn after temperature, then top-k, then top-p, in
 * transformers' order.
 *
 * @param temperature 0 for the likeliest token
 * @param topK only the k likeliest tokens may be drawn; 0 for all
 * @param topP only the smallest set of likeliest tokens whose probabilities sum to at least this; 1 for all
 */
public record Sampling(double temperature, int topK, double topP) {
    public Sampling {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new ModelException("temperature is " + temperature + ": give 0 (greedy) or a positive number");
        }
        if (topK < 0) {
            throw new ModelException("top-k is " + topK + ": give 0 (all tokens) or a positive number");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new ModelException("top-p is " + topP + ": give a number above 0 and at most 1");
        }
    }

    /** Always the likeliest token. */
    public static Sampling greedy() {
        return new Sampling(0, 0, 1);
    }

    public boolean isGreedy() {
        return temperature == 0;
    }
}
