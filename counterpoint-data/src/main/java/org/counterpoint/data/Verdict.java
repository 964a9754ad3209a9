package org.counterpoint.data;

/**
 * What a judge said of two models' answers to one prompt.
 *
 * @param preference in [1, 2]: 1 where the first answer is better, 2 where the second is, 1.5 for a tie, between them
 *     for a judge that weighs
 * @param category the part of the test set that the prompt is from; empty where the row has none
 */
public record Verdict(Prompt prompt, Side first, Side second, double preference, String category, Origin origin) {

    /** One of the two answers, its text kept to the letter. */
    public record Side(String model, String text) {}

    /** How much the second answer is preferred: 0 the first is better, 1 the second, 0.5 a tie. */
    public double secondWins() {
        return preference - 1;
    }
}
