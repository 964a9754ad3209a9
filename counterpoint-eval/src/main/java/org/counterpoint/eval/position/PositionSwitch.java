package org.counterpoint.eval.position;

/** AlpacaEval's draw, once per instruction, of which answer its judge sees first. */
public final class PositionSwitch {
    private static final String COLUMN = "is_switched_outputs";

    private PositionSwitch() {}

    /**
     * Whether the candidate's answer ({@code output_2}) is shown first; the judge's verdict then means
     * {@code 3 - preference}.
     *
     * @param instruction to the letter
     */
    public static boolean isSwitched(String instruction) {
        return isSwitched(instruction, 0);
    }

    /** @param seed AlpacaEval's {@code seed} of the annotator; leaderboards are made with 0 */
    public static boolean isSwitched(String instruction, int seed) {
        return new PythonRandom(COLUMN + instruction + seed).random() >= 0.5;
    }
}
