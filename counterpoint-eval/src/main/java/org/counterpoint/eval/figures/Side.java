package org.counterpoint.eval.figures;

/** Which of three a verdict is: for the baseline (0), a tie (1), for the candidate (2). */
final class Side {
    private Side() {}

    static int of(double score) {
        return score < 0.5 ? 0 : score > 0.5 ? 2 : 1;
    }
}
