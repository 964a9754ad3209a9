package org.counterpoint.data;

import java.util.Map;

/**
 * A preference: the group's response {@code chosen} is preferred to its response {@code rejected}.
 *
 * @param chosen index into the group's responses
 * @param rejected index into the group's responses
 * @param type {@code "chosenModel>rejectedModel"}
 * @param scores named difficulty scores, empty where none were measured
 */
public record Pair(int chosen, int rejected, String type, Map<String, Double> scores) {
    public Pair {
        scores = Map.copyOf(scores);
    }

    /** The type of a pair of these two models. */
    public static String type(String chosenModel, String rejectedModel) {
        return chosenModel + ">" + rejectedModel;
    }
}
