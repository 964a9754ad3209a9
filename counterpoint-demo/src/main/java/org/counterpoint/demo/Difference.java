package org.counterpoint.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.counterpoint.report.recipe.Grades;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.TwoLevel;

/**
 * By how much an arm's mean grade is above another's, paired by seed and instruction. Which are compared was laid down
 * before the test part was used: each pair of arms stands for something that the paper says.
 *
 * @param question what it is about
 * @param grade first minus second, with an interval that holds for all differences at once (Bonferroni)
 */
record Difference(String question, String first, String second, Estimate grade) {

    private static final double LEVEL = 0.95;

    private record Asked(String question, String first, String second) {}

    private static final List<Asked> ASKED = List.of(
            new Asked("more SFT", "sft-longer", Standing.SFT),
            new Asked("DPO rather than more SFT", "dpo-all", "sft-longer"),
            new Asked("DPO rather than SLiC", "dpo-all", "slic-sum"),
            new Asked("a wide gap rather than a narrow one", "dpo-strong-weak", "dpo-strong-middle"),
            new Asked("the strongest teacher in the pair", "dpo-strong-weak", "dpo-middle-weak"),
            new Asked("all pairs rather than one type", "dpo-all", "dpo-strong-weak"),
            new Asked("a curriculum from easy to hard", "dpo-easy-to-hard", "dpo-all"),
            new Asked("its direction", "dpo-easy-to-hard", "dpo-hard-to-easy"),
            new Asked("PPO rather than DPO", "ppo", "dpo-all"),
            new Asked("RLOO rather than PPO", "rloo", "ppo"),
            new Asked("own answers beside the teachers'", "own-round-1", "dpo-all"),
            new Asked("a second round of them", "own-round-2", "own-round-1"));

    /** Of the arms that there are. */
    static List<Difference> all(Grades grades) {
        Set<String> arms = grades.arms();
        List<Asked> asked = ASKED.stream()
                .filter(a -> arms.contains(a.first()) && arms.contains(a.second()))
                .toList();
        double strict = 1 - (1 - LEVEL) / Math.max(1, asked.size());
        Predicate<Grades.Row> seen = row -> !row.unseen();
        List<Difference> all = new ArrayList<>();
        for (Asked a : asked) {
            double[][] differences = minus(grades.scores(a.first(), seen), grades.scores(a.second(), seen));
            all.add(new Difference(a.question(), a.first(), a.second(), TwoLevel.mean(differences, strict)));
        }
        return all;
    }

    private static double[][] minus(double[][] first, double[][] second) {
        double[][] differences = new double[first.length][first[0].length];
        for (int s = 0; s < first.length; s++) {
            for (int i = 0; i < first[s].length; i++) {
                differences[s][i] = first[s][i] - second[s][i];
            }
        }
        return differences;
    }

    static List<String> columns() {
        return List.of("what", "arms", "points of mean grade more");
    }

    List<String> cells() {
        return List.of(
                question,
                first + " - " + second,
                String.format(
                        Locale.ROOT,
                        "%+.1f (%+.1f to %+.1f)",
                        100 * grade.value(),
                        100 * grade.interval().low(),
                        100 * grade.interval().high()));
    }

    Map<String, Object> map() {
        return Map.of("question", question, "first", first, "second", second, "difference", grade);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-36s %-38s%25s", cells().toArray());
    }
}
