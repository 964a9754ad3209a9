package org.counterpoint.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.counterpoint.demo.world.World;
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
        Predicate<String> unseen = World.unseenFamily()::equals;
        Predicate<String> seen = unseen.negate();
        double[][] middle = grades.scores(MIDDLE, seen);
        double[][] sft = grades.scores(SFT, seen);
        double strict = 1 - (1 - LEVEL) / Math.max(1, grades.arms().size() - 3);
        List<Standing> all = new ArrayList<>();
        for (String arm : grades.arms()) {
            double[][] own = grades.scores(arm, seen);
            double[][] wins = wins(own, sft);
            all.add(new Standing(
                    arm,
                    grades.seeds(arm),
                    TwoLevel.mean(own, LEVEL),
                    TwoLevel.mean(wins(own, middle), LEVEL),
                    TwoLevel.mean(wins, LEVEL),
                    TwoLevel.mean(grades.scores(arm, unseen), LEVEL),
                    TwoLevel.mean(wins, strict)));
        }
        return all;
    }

    /** Whether it was trained on from the SFT model. */
    boolean contender() {
        return !arm.equals(SFT) && !arm.equals(MIDDLE) && !arm.equals(START);
    }

    /** 1, 0.5 or 0 by seed and task. A side with one seed meets all seeds of the other. */
    private static double[][] wins(double[][] own, double[][] other) {
        double[][] wins = new double[Math.max(own.length, other.length)][own[0].length];
        for (int s = 0; s < wins.length; s++) {
            double[] mine = own[Math.min(s, own.length - 1)];
            double[] theirs = other[Math.min(s, other.length - 1)];
            for (int i = 0; i < mine.length; i++) {
                wins[s][i] = 0.5 + 0.5 * Double.compare(mine[i], theirs[i]);
            }
        }
        return wins;
    }
}
