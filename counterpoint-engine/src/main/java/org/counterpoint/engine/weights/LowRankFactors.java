package org.counterpoint.engine.weights;

/**
 * What an adapter adds to a weight W: B A, with the adapter's scale in B.
 *
 * @param a [rank, in]
 * @param b [out, rank]
 */
@SuppressWarnings("ArrayRecordComponent") // large, and nobody compares them
public record LowRankFactors(int rank, float[] a, float[] b) {}
