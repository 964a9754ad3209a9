package org.counterpoint.eval.figures;

import java.util.List;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.stats.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * All that one file says, and how it compares with the files before it.
 *
 * @param winRate in [0, 1], with its interval over instructions
 * @param spread standard deviation of one instruction's score
 * @param length null where only the leaderboard was wanted
 * @param position null where it cannot be told
 * @param controlled the length-controlled win rate; null where it was not asked for or has no fit
 * @param categories a table for each way of parting the instructions
 * @param paired with earlier files, in their order
 */
public record FileFigures(
        AnnotationSet set,
        LeaderboardFigures leaderboard,
        Estimate winRate,
        double spread,
        @Nullable LengthEffect length,
        @Nullable LengthControlled controlled,
        @Nullable PositionBias position,
        List<CategoryTable> categories,
        List<JudgeAgreement> agreement,
        List<PairedComparison> paired) {
    public FileFigures {
        categories = List.copyOf(categories);
        agreement = List.copyOf(agreement);
        paired = List.copyOf(paired);
    }
}
