package org.counterpoint.engine.model;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.counterpoint.engine.decode.TokenWeights;

/** Draws a token from logits; a pure function of logits, settings and one uniform number. */
final class TokenDraw {
    /** Weights, of the likeliest token's 1, below which tokens are first left out; sorting all of a vocabulary is slow. */
    private static final double[] CUTS = {1e-2, 1e-4, 1e-6, 0};

    /** Tokens that are weighed together. */
    private static final int BLOCK = 1024;

    private static final TokenWeights WEIGHTS = TokenWeights.here();

    private TokenDraw() {}

    /** @param logProbability among the tokens that could be drawn, after temperature, in nats */
    record Drawn(int token, double logProbability) {}

    /**
     * @param logits [vocabulary]
     * @param uniform in [0, 1)
     */
    static Drawn draw(float[] logits, Sampling sampling, double uniform) {
        // Neither 0 / 0 nor infinity / infinity: the greatest logit's weight is 1 at any temperature, that of an
        // infinitely low one 0.
        float temperature = (float) Math.min(Math.max(sampling.temperature(), Float.MIN_NORMAL), Float.MAX_VALUE);
        float greatest = WEIGHTS.greatest(logits);
        if (sampling.topK() == 0 && sampling.topP() == 1) {
            return ofAll(logits, greatest, temperature, uniform);
        }
        float[] weights = new float[logits.length];
        WEIGHTS.weigh(logits, 0, logits.length, greatest, temperature, weights, 0);
        int[] kept = kept(weights, sampling);
        double mass = mass(weights, kept);
        int token = token(weights, kept, uniform * mass);
        return new Drawn(token, Math.log(weights[token] / mass));
    }

    /**
     * Without a list of them, nor of all their weights: a policy's own answers are drawn so, and a vocabulary is large. First
     * it is found in which block of tokens the place lies, then among those.
     */
    private static Drawn ofAll(float[] logits, float greatest, float temperature, double uniform) {
        float[] weights = new float[Math.min(BLOCK, logits.length)];
        double[] masses = new double[(logits.length + BLOCK - 1) / BLOCK];
        double mass = 0;
        int last = 0;
        for (int block = 0; block < masses.length; block++) {
            masses[block] = weigh(logits, block, greatest, temperature, weights);
            mass += masses[block];
            last = masses[block] > 0 ? block : last;
        }
        double rest = uniform * mass;
        int block = 0;
        while (block < last && rest >= masses[block]) {
            rest -= masses[block++];
        }
        weigh(logits, block, greatest, temperature, weights);
        int count = Math.min(BLOCK, logits.length - block * BLOCK);
        int found = 0;
        for (int i = 0; i < count && rest >= 0; i++) {
            rest -= weights[i];
            found = weights[i] > 0 ? i : found;
        }
        return new Drawn(block * BLOCK + found, Math.log(weights[found] / mass));
    }

    private static float weigh(float[] logits, int block, float greatest, float temperature, float[] into) {
        int end = Math.min(logits.length, (block + 1) * BLOCK);
        return WEIGHTS.weigh(logits, block * BLOCK, end, greatest, temperature, into, 0);
    }

    private static int token(float[] weights, int[] kept, double place) {
        double rest = place;
        for (int i : kept) {
            rest -= weights[i];
            if (rest < 0) {
                return i;
            }
        }
        return kept[kept.length - 1];
    }

    /** The tokens that may be drawn. */
    private static int[] kept(float[] weights, Sampling sampling) {
        int[] all = IntStream.range(0, weights.length).toArray();
        int most = sampling.topK() == 0 ? weights.length : Math.min(sampling.topK(), weights.length);
        double mass = mass(weights, all);
        int[] among = all;
        for (double cut : CUTS) {
            among = Arrays.stream(all).filter(i -> weights[i] >= cut).toArray();
            // Without top-k, what is drawn holds a share of the whole mass; after it, of what top-k leaves.
            if (among.length >= most || (sampling.topK() == 0 && mass(weights, among) > sampling.topP() * mass)) {
                break;
            }
        }
        int[] likeliest = among.length <= most ? among : likeliest(weights, among, most);
        double held = sampling.topK() == 0 ? mass : mass(weights, likeliest);
        return sampling.topP() == 1 ? likeliest : nucleus(weights, likeliest, sampling.topP() * held);
    }

    /** The {@code most} largest, the smaller index first among equals. */
    private static int[] likeliest(float[] weights, int[] among, int most) {
        double[] sorted =
                Arrays.stream(among).mapToDouble(i -> weights[i]).sorted().toArray();
        double threshold = sorted[sorted.length - most];
        return ranked(
                weights,
                Arrays.stream(among).filter(i -> weights[i] >= threshold).toArray(),
                most);
    }

    /** The fewest of the likeliest that hold the mass wanted. */
    private static int[] nucleus(float[] weights, int[] among, double wanted) {
        double[] sorted =
                Arrays.stream(among).mapToDouble(i -> weights[i]).sorted().toArray();
        int count = 0;
        for (double mass = 0; count < sorted.length && mass < wanted; count++) {
            mass += sorted[sorted.length - 1 - count];
        }
        return likeliest(weights, among, Math.max(1, count));
    }

    private static int[] ranked(float[] weights, int[] indices, int most) {
        return Arrays.stream(indices)
                .boxed()
                .sorted((a, b) -> {
                    int byWeight = Float.compare(weights[b], weights[a]);
                    return byWeight != 0 ? byWeight : Integer.compare(a, b);
                })
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double mass(float[] weights, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> weights[i]).sum();
    }
}
