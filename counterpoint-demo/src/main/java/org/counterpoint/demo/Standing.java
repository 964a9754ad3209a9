package org.counterpoint.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.counterpoint.report.recipe.Grades;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.TwoLevel;

/**
 * How an arm did on instructions that no model was trained on. A win rate counts 1 where its answer has the higher
 * grade, 0.5 where the grades are equal; it is paired by instruction, and by seed where both sides have as many.
 *
 * @param score mean grade
 * @param againstMiddle win rate against the middle teacher
 * @param againstSft win rate against the SFT model that the arm started from
 * @param unseen mean grade on the family that no answer to was ever trained on
 * @param againstSftOfAll as againstSft, with an interval that holds for all trained arms at once (Bonferroni)
 */
record Standing(
        String arm,
        int seeds,
        Estimate score,
        Estimate againstMiddle,
        Estimate againstSft,
        Estimate unseen,
        Estimate againstSftOfAll) {
    static final String SFT = "sft";
    static final String MIDDLE = "middle";
    static final String START = "start";

    private static final double LEVEL = 0.95;

    static List<Standing> all(Grades grades) {
        Predicate<Grades.Row> seen = row -> !row.unseen();
        double[][] middle = grades.scores(MIDDLE, seen);
        double[][] sft = grades.scores(SFT, seen);
        double strict = 1 - (1 - LEVEL) / Math.max(1, grades.arms().size() - 3);
        List<Standing> all = new ArrayList<>();
        for (String arm : grades.arms()) {
            double[][] own = grades.scores(arm, seen);
            double[][] wins = Grades.wins(own, sft);
            all.add(new Standing(
                    arm,
                    grades.seeds(arm),
                    TwoLevel.mean(own, LEVEL),
                    TwoLevel.mean(Grades.wins(own, middle), LEVEL),
                    TwoLevel.mean(wins, LEVEL),
                    TwoLevel.mean(grades.scores(arm, Grades.Row::unseen), LEVEL),
                    TwoLevel.mean(wins, strict)));
        }
        return all;
    }

    /** Whether it was trained on from the SFT model. */
    boolean contender() {
        return !arm.equals(SFT) && !arm.equals(MIDDLE) && !arm.equals(START);
    }
}
