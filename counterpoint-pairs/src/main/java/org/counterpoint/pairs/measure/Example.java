package org.counterpoint.pairs.measure;

/**
 * A pair from one end of a score.
 *
 * @param score the score's name
 * @param value this pair's
 * @param prompt,chosen,rejected texts, cut where they are long
 */
public record Example(
        String score,
        double value,
        boolean low,
        String id,
        String type,
        String prompt,
        String chosenModel,
        String chosen,
        String rejectedModel,
        String rejected) {}
