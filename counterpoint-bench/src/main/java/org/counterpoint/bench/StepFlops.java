package org.counterpoint.bench;

import java.util.List;
import org.counterpoint.engine.arch.Architecture;

/**
 * The floating-point operations that training on groups needs: matrix multiplications only, a multiply-add counted as
 * two. What an implementation computes beyond it (padding, masked-out attention, logits of prompt tokens, recomputed
 * activations or logits) is not needed and so lowers its share of the machine's peak.
 *
 * <p>Of a forward, with P the weights of a layer's linear maps, L layers, h heads of width d, n positions:
 *
 * <ul>
 *   <li>linear maps: 2 P L n;
 *   <li>attention (scores, and their product with the values): 4 h d L times the number of (query, key) pairs that
 *       causality allows, within the layer's sliding window;
 *   <li>vocabulary: 2 times width times vocabulary, at each response token.
 * </ul>
 *
 * A backward needs twice that (by inputs, and by weights): training is 3 forwards, the reference is one.
 */
final class StepFlops {
    private final Architecture model;

    StepFlops(Architecture model) {
        this.model = model;
    }

    /** Which positions are computed. */
    enum Forward {
        /** Each pair's two sequences. */
        PAIRWISE,
        /** Each response once, its prompt with it. */
        GROUPED,
        /** Each response once, the prompt once a group. */
        SHARED_PREFIX
    }

    /** Training on the groups and one pass of the reference over them; the reference scores each response once. */
    double trainingWithReference(List<GroupTokens> groups, Forward forward) {
        Forward reference = forward == Forward.PAIRWISE ? Forward.GROUPED : forward;
        return training(groups, forward) + forward(groups, reference);
    }

    /** Forward and backward over the groups. */
    double training(List<GroupTokens> groups, Forward forward) {
        return 3 * forward(groups, forward);
    }

    /** One forward over the groups. */
    double forward(List<GroupTokens> groups, Forward forward) {
        return groups.stream().mapToDouble(group -> group(group, forward)).sum();
    }

    private double group(GroupTokens group, Forward forward) {
        int answers = group.responses().size();
        // In pairwise mode each of N answers is in N - 1 pairs.
        int times = forward == Forward.PAIRWISE ? answers - 1 : 1;
        double sum = forward == Forward.SHARED_PREFIX ? positions(0, group.prompt()) : 0;
        for (int response : group.responses()) {
            int start = forward == Forward.SHARED_PREFIX ? group.prompt() : 0;
            sum += times * (positions(start, group.prompt() + response) + vocabulary(response));
        }
        return sum;
    }

    /** Linear maps and attention of the positions {@code from} to {@code to} of a sequence. */
    private double positions(int from, int to) {
        double sum = 2.0 * layerWeights() * model.layers() * (to - from);
        double width = (double) model.attention().heads() * model.attention().headDim();
        for (int window : model.attention().windows()) {
            sum += 4 * width * keys(from, to, window);
        }
        return sum;
    }

    /** How many (query, key) pairs the queries {@code from} to {@code to} have; a window of 0 is none. */
    static double keys(int from, int to, int window) {
        if (window == 0) {
            return (double) to * (to + 1) / 2 - (double) from * (from + 1) / 2;
        }
        double sum = 0;
        for (int query = from; query < to; query++) {
            sum += Math.min(query + 1, window);
        }
        return sum;
    }

    private double vocabulary(int responseTokens) {
        return 2.0 * model.hiddenSize() * model.vocabulary().size() * responseTokens;
    }

    private double layerWeights() {
        double hidden = model.hiddenSize();
        double queries = (double) model.attention().heads() * model.attention().headDim();
        double keysAndValues =
                2.0 * model.attention().kvHeads() * model.attention().headDim();
        return hidden * (2 * queries + keysAndValues)
                + 3 * hidden * model.feedForward().width();
    }
}
