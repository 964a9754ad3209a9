package org.counterpoint.pairs.core.measure;

import java.io.Serializable;
import java.util.Map;

/**
 * What is kept of a pair in a sample: numbers, no text.
 *
 * @param group id of its group
 * @param chosenLength Unicode code points
 * @param similarity of the two answers, see {@code docs/order-and-difficulty.md}
 * @param scores the pair's own, by name
 */
public record PairFacts(
        String group, String type, int chosenLength, int rejectedLength, double similarity, Map<String, Double> scores)
        implements Serializable {
    PairFacts ofType(String name) {
        return name.equals(type) ? this : new PairFacts(group, name, chosenLength, rejectedLength, similarity, scores);
    }

    int lengthGap() {
        return chosenLength - rejectedLength;
    }
}
