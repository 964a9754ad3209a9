package org.counterpoint.report.recipe;

import java.util.List;
import java.util.function.Predicate;
import org.counterpoint.report.recipe.Grades.Row;

/** Whether grades go with length. */
final class GradedLength {
    private GradedLength() {}

    /**
     * Of the comparisons with the baseline that somebody wins, with answers of different length, the share that the longer
     * answer wins; not a number where there are none.
     */
    static double longerWins(Grades grades, List<String> arms, String baseline, Predicate<Row> which) {
        List<List<Row>> theirs = grades.rows(baseline);
        long longer = 0;
        long all = 0;
        for (String arm : arms) {
            List<List<Row>> seeds = grades.rows(arm);
            for (int seed = 0; seed < seeds.size(); seed++) {
                List<Row> other = theirs.get(Math.min(seed, theirs.size() - 1));
                for (int i = 0; i < other.size(); i++) {
                    Row mine = seeds.get(seed).get(i);
                    double won = Math.signum(mine.score() - other.get(i).score());
                    int gap = Integer.signum(
                            mine.answer().length() - other.get(i).answer().length());
                    if (which.test(mine) && won != 0 && gap != 0) {
                        all++;
                        longer += won == gap ? 1 : 0;
                    }
                }
            }
        }
        return all == 0 ? Double.NaN : (double) longer / all;
    }
}
