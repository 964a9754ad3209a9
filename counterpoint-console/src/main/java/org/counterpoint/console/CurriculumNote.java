package org.counterpoint.console;

import java.util.Optional;
import org.counterpoint.pairs.core.difficulty.Difficulty;
import org.counterpoint.pairs.core.difficulty.Difficulty.Easy;
import org.counterpoint.train.curriculum.CurriculumKind;
import org.counterpoint.train.curriculum.Direction;
import org.counterpoint.train.settings.TrainSettings.CurriculumSettings;

/** Says so where a curriculum's score, as its direction goes, puts the hardest groups first. */
public final class CurriculumNote {
    private CurriculumNote() {}

    /** A sentence; empty where easy groups come first, or nobody knows which they are. */
    public static Optional<String> of(CurriculumSettings curriculum) {
        String score = curriculum.score();
        if (curriculum.kind() != CurriculumKind.SCORE || score == null) {
            return Optional.empty();
        }
        boolean rising = curriculum.direction() == Direction.RISING;
        return Difficulty.named(score)
                .filter(difficulty -> difficulty.easy() == (rising ? Easy.LARGE : Easy.SMALL))
                .map(difficulty -> score + " is " + (rising ? "large" : "small")
                        + " where a pair is easy, so the hardest groups come first; curriculum.direction="
                        + (rising ? "falling" : "rising") + " begins with the easy ones");
    }
}
