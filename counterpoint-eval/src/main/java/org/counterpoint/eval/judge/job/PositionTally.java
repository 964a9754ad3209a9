package org.counterpoint.eval.judge.job;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.eval.judge.Asking;
import org.counterpoint.eval.judge.Judged;
import org.counterpoint.eval.judge.View;
import org.counterpoint.eval.judge.parse.VerdictReading;
import org.counterpoint.stats.Interval;
import org.counterpoint.stats.Proportions;
import org.jspecify.annotations.Nullable;

/** How much the place of an answer sways a judge: over the decided comparisons of two different texts. */
final class PositionTally {
    private static final double LEVEL = 0.95;

    /** For each instruction with a choice, the share of its askings in which the first shown was preferred. */
    private final List<Double> firstPreferred = new ArrayList<>();

    private long bothOrders;
    private long disagreements;

    void add(Judged judged) {
        List<Asking> decided = judged.askings().stream()
                .filter(asking -> asking.view().showsTwo())
                .filter(asking -> asking.reply() != null && asking.reading() instanceof VerdictReading.Preference)
                .toList();
        double[] choices = decided.stream()
                .mapToDouble(PositionTally::shown)
                .filter(value -> value != 1.5)
                .map(value -> value < 1.5 ? 1 : 0)
                .toArray();
        if (choices.length > 0) {
            double sum = 0;
            for (double choice : choices) {
                sum += choice;
            }
            firstPreferred.add(sum / choices.length);
        }
        if (decided.size() == 2) {
            bothOrders++;
            if (winner(decided.get(0)) != winner(decided.get(1))) {
                disagreements++;
            }
        }
    }

    private static double shown(Asking asking) {
        return asking.reading() instanceof VerdictReading.Preference preference ? preference.value() : 1.5;
    }

    /** -1: the baseline, 1: the candidate, 0: neither. */
    private static int winner(Asking asking) {
        int shown = Double.compare(shown(asking), 1.5);
        return asking.view() == View.CANDIDATE_FIRST ? -shown : shown;
    }

    /** Instructions judged in both orders. */
    long bothOrders() {
        return bothOrders;
    }

    /** Those among them where the two verdicts name different winners, a tie being neither. */
    long disagreements() {
        return disagreements;
    }

    /** Instructions on which a choice was made. */
    int choices() {
        return firstPreferred.size();
    }

    /** How often the answer shown first was preferred, of all choices; NaN where there is none. */
    double share() {
        return firstPreferred.stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /** Of {@link #share}, instructions being what is drawn; null where there is no choice. */
    @Nullable
    Interval interval() {
        return firstPreferred.isEmpty()
                ? null
                : Proportions.wilsonOfScores(
                        firstPreferred.stream().mapToDouble(Double::doubleValue).toArray(), LEVEL);
    }
}
