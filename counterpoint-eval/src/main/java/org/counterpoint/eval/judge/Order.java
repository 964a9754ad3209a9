package org.counterpoint.eval.judge;

import java.util.List;
import org.counterpoint.eval.position.PositionSwitch;

/** In which order a judge of pairs sees the two answers. */
public enum Order {
    /** AlpacaEval's: drawn once per instruction, the same draw as in its own annotations. */
    SEEDED("seeded"),
    /** Asked twice, once each way; the verdict is the mean of the two. */
    BOTH("both"),
    /** The baseline's answer first, always. */
    BASELINE_FIRST("baseline-first");

    private final String wireName;

    Order(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** How the answers to this instruction are shown, one entry an asking. */
    List<View> views(String instruction) {
        return switch (this) {
            case SEEDED -> List.of(PositionSwitch.isSwitched(instruction) ? View.CANDIDATE_FIRST : View.BASELINE_FIRST);
            case BOTH -> List.of(View.BASELINE_FIRST, View.CANDIDATE_FIRST);
            case BASELINE_FIRST -> List.of(View.BASELINE_FIRST);
        };
    }
}
