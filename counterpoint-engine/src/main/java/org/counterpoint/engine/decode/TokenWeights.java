package org.counterpoint.engine.decode;

import org.counterpoint.engine.vector.Vectors;

/**
 * What tokens weigh in a draw: e^((logit - greatest) / temperature) in fp32, and 0 where that is less than e^-87. With
 * vectors or without, it comes to the same bits: every number goes through the same operations, and a sum is that of {@link
 * #SUMS} sums, one of every so many numbers.
 */
public sealed interface TokenWeights permits PlainWeights, VectorWeights {
    int SUMS = 16;

    /** The greatest logit; NaN where one is. */
    float greatest(float[] logits);

    /**
     * Weighs the tokens from {@code from} to before {@code to}.
     *
     * @param temperature above 0, not infinite
     * @param into where the first one's weight goes to {@code into[at]}
     * @return the sum of their weights
     */
    float weigh(float[] logits, int from, int to, float greatest, float temperature, float[] into, int at);

    /** By the fastest way there is in this process. */
    static TokenWeights here() {
        return Vectors.available() && Tiles.LANES <= SUMS ? new VectorWeights() : new PlainWeights();
    }
}
