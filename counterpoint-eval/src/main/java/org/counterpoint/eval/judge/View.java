package org.counterpoint.eval.judge;

import java.util.Locale;

/** What of a comparison a judge sees at once. */
public enum View {
    BASELINE_FIRST,
    CANDIDATE_FIRST,
    BASELINE_ONLY,
    CANDIDATE_ONLY;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean showsTwo() {
        return this == BASELINE_FIRST || this == CANDIDATE_FIRST;
    }

    /** A choice between the answers as shown, as a preference in AlpacaEval's terms (2: the candidate's is better). */
    public double preference(double shown) {
        return this == CANDIDATE_FIRST ? 3 - shown : shown;
    }
}
