package org.counterpoint.engine.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Draws a token from logits; a pure function of logits, settings and one uniform number. */
final class TokenDraw {
    /** Weights, of the likeliest token's 1, below which tokens are first left out; sorting all of a vocabulary is slow. */
    private static final double[] CUTS = {1e-2, 1e-4, 1e-6, 0};

    private TokenDraw() {}

    /** @param logProbability among the tokens that could be drawn, after temperature, in nats */
    record Drawn(int token, double logProbability) {}

    /**
     * @param logits [vocabulary]
     * @param uniform in [0, 1)
     */
    static Drawn draw(float[] logits, Sampling sampling, double uniform) {
        double[] weights = weights(logits, sampling.temperature());
        if (sampling.topK() == 0 && sampling.topP() == 1) {
            return ofAll(weights, uniform);
        }
        int[] kept = kept(weights, sampling);
        double mass = mass(weights, kept);
        int token = token(weights, kept, uniform * mass);
        return new Drawn(token, Math.log(weights[token] / mass));
    }

    /** Without a list of them: a policy's own answers are drawn so, and a vocabulary is large. */
    private static Drawn ofAll(double[] weights, double uniform) {
        double mass = 0;
        for (double weight : weights) {
            mass += weight;
        }
        double rest = uniform * mass;
        int token = 0;
        while (token < weights.length - 1 && (rest -= weights[token]) >= 0) {
            token++;
        }
        return new Drawn(token, Math.log(weights[token] / mass));
    }

    private static int token(double[] weights, int[] kept, double place) {
        double rest = place;
        for (int i : kept) {
            rest -= weights[i];
            if (rest < 0) {
                return i;
            }
        }
        return kept[kept.length - 1];
    }

    /** exp of scaled logits relative to the largest. */
    private static double[] weights(float[] logits, double temperature) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] weights = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            weights[i] = Math.exp((logits[i] - max) / temperature);
        }
        return weights;
    }

    /** The tokens that may be drawn. */
    private static int[] kept(double[] weights, Sampling sampling) {
        int[] all = IntStream.range(0, weights.length).toArray();
        int most = sampling.topK() == 0 ? weights.length : Math.min(sampling.topK(), weights.length);
        double mass = Arrays.stream(weights).sum();
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
    private static int[] likeliest(double[] weights, int[] among, int most) {
        double[] sorted =
                Arrays.stream(among).mapToDouble(i -> weights[i]).sorted().toArray();
        double threshold = sorted[sorted.length - most];
        return ranked(
                weights,
                Arrays.stream(among).filter(i -> weights[i] >= threshold).toArray(),
                most);
    }

    /** The fewest of the likeliest that hold the mass wanted. */
    private static int[] nucleus(double[] weights, int[] among, double wanted) {
        double[] sorted =
                Arrays.stream(among).mapToDouble(i -> weights[i]).sorted().toArray();
        int count = 0;
        for (double mass = 0; count < sorted.length && mass < wanted; count++) {
            mass += sorted[sorted.length - 1 - count];
        }
        return likeliest(weights, among, Math.max(1, count));
    }

    private static int[] ranked(double[] weights, int[] indices, int most) {
        return Arrays.stream(indices)
                .boxed()
                .sorted((a, b) -> {
                    int byWeight = Double.compare(weights[b], weights[a]);
                    return byWeight != 0 ? byWeight : Integer.compare(a, b);
                })
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double mass(double[] weights, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> weights[i]).sum();
    }
}
