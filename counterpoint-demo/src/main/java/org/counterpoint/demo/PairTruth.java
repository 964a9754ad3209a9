package org.counterpoint.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.data.rows.Rows;
import org.counterpoint.demo.world.TaskFile;
import tools.jackson.databind.JsonNode;

/**
 * How often it is true of the pairs of one type that the stronger teacher's answer is the better one.
 *
 * @param longer how many characters longer the stronger one's answer is, on average
 */
record PairTruth(String type, int pairs, double better, double worse, double longer) {

    /** By type, as the pairs lie in a file that a pairs stage wrote. */
    static List<PairTruth> all(Path file, Map<String, TaskFile.Key> tasks) throws IOException {
        Map<String, Sums> byType = new LinkedHashMap<>();
        try (RowReader rows = Rows.open(file)) {
            while (rows.hasNext()) {
                if (!(rows.next() instanceof Row.Valid row)) {
                    throw new InputException(file + " is not what a pairs stage writes");
                }
                JsonNode pair = row.json();
                TaskFile.Key key = tasks.get(text(pair, "prompt"));
                if (key != null) {
                    byType.computeIfAbsent(pair.path("type").asString(), type -> new Sums())
                            .add(key, text(pair, "chosen"), text(pair, "rejected"));
                }
            }
        }
        return byType.entrySet().stream()
                .map(e -> e.getValue().truth(e.getKey()))
                .toList();
    }

    private static String text(JsonNode pair, String side) {
        return pair.path(side).path(0).path("content").asString();
    }

    private static final class Sums {
        private int pairs;
        private int better;
        private int worse;
        private int longer;

        void add(TaskFile.Key key, String chosen, String rejected) {
            int order = Double.compare(
                    key.grade(chosen).score(), key.grade(rejected).score());
            pairs++;
            better += order > 0 ? 1 : 0;
            worse += order < 0 ? 1 : 0;
            longer += chosen.length() - rejected.length();
        }

        PairTruth truth(String type) {
            return new PairTruth(type, pairs, (double) better / pairs, (double) worse / pairs, (double) longer / pairs);
        }
    }

    List<String> cells() {
        return List.of(
                type,
                Integer.toString(pairs),
                percent(better),
                percent(1 - better - worse),
                percent(worse),
                String.format(Locale.ROOT, "%.1f", longer));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d pairs %s: the stronger's answer is better in %s, equal in %s, worse in %s; %.1f characters %s",
                pairs,
                type,
                percent(better),
                percent(1 - better - worse),
                percent(worse),
                Math.abs(longer),
                longer < 0 ? "shorter" : "longer");
    }
}
