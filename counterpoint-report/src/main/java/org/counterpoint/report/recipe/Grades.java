package org.counterpoint.report.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.counterpoint.data.InputException;

/** What a grade stage wrote: by arm and seed, the same tasks in the same order. */
public final class Grades {

    /**
     * One graded answer.
     *
     * @param unseen whether nothing like the instruction was trained on
     * @param score from 0 to 1
     */
    public record Row(String family, boolean unseen, String instruction, String answer, double score, String reason) {}

    private final Map<String, List<List<Row>>> byArm;
    private final Set<String> incomplete;

    private Grades(Map<String, List<List<Row>>> byArm, Set<String> incomplete) {
        this.byArm = byArm;
        this.incomplete = incomplete;
    }

    /** @throws InputException where the file cannot be read */
    public static Grades read(Path file) {
        Map<String, Map<String, List<Row>>> found = new LinkedHashMap<>();
        RunFiles.rows(file, row -> found.computeIfAbsent(row.path("arm").asString("?"), arm -> new LinkedHashMap<>())
                .computeIfAbsent(row.path("seed").asString(""), seed -> new ArrayList<>())
                .add(new Row(
                        row.path("family").asString(""),
                        row.path("unseen").asBoolean(false),
                        row.path("instruction").asString(""),
                        row.path("answer").asString(""),
                        row.path("score").asDouble(0),
                        row.path("reason").asString(""))));
        int tasks = found.values().stream()
                .flatMap(seeds -> seeds.values().stream())
                .mapToInt(List::size)
                .max()
                .orElse(0);
        Map<String, List<List<Row>>> whole = new LinkedHashMap<>();
        Set<String> incomplete = new TreeSet<>();
        found.forEach((arm, seeds) -> {
            if (seeds.values().stream().allMatch(rows -> rows.size() == tasks)) {
                whole.put(arm, List.copyOf(seeds.values()));
            } else {
                incomplete.add(arm);
            }
        });
        return new Grades(whole, incomplete);
    }

    public Set<String> arms() {
        return byArm.keySet();
    }

    /** Arms that lack an instruction that others have: they cannot be compared. */
    public Set<String> incomplete() {
        return incomplete;
    }

    public int seeds(String arm) {
        return rows(arm).size();
    }

    /** An arm's answers of its first seed. */
    public List<Row> first(String arm) {
        return rows(arm).get(0);
    }

    /** Of all seeds. */
    List<List<Row>> rows(String arm) {
        List<List<Row>> rows = byArm.get(arm);
        if (rows == null) {
            throw new InputException(
                    "no answers of " + arm + " were graded; there are " + String.join(", ", byArm.keySet()));
        }
        return rows;
    }

    /** Scores {@code [seed][task]} of some tasks. */
    public double[][] scores(String arm, Predicate<Row> which) {
        return rows(arm).stream()
                .map(rows -> rows.stream().filter(which).mapToDouble(Row::score).toArray())
                .toArray(double[][]::new);
    }

    /**
     * One arm against another, {@code [seed][task]}: 1 where its score is the higher, 0.5 where they are equal, else 0. A
     * side with one seed meets all seeds of the other.
     */
    public static double[][] wins(double[][] own, double[][] other) {
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
