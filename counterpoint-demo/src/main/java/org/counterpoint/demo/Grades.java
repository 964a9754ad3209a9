package org.counterpoint.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.counterpoint.data.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a grade stage wrote: by arm and seed, the same tasks in the same order. */
final class Grades {

    /** One graded answer. */
    record Row(String family, String instruction, String answer, double score, String reason) {}

    private final Map<String, Map<String, List<Row>>> byArm;

    private Grades(Map<String, Map<String, List<Row>>> byArm) {
        this.byArm = byArm;
    }

    static Grades read(Path file) throws IOException {
        Map<String, Map<String, List<Row>>> byArm = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            try {
                JsonNode row = JsonMapper.shared().readTree(line);
                byArm.computeIfAbsent(row.path("arm").stringValue(), arm -> new LinkedHashMap<>())
                        .computeIfAbsent(row.path("seed").stringValue(), seed -> new ArrayList<>())
                        .add(new Row(
                                row.path("family").stringValue(),
                                row.path("instruction").stringValue(),
                                row.path("answer").stringValue(),
                                row.path("score").doubleValue(),
                                row.path("reason").stringValue()));
            } catch (JacksonException e) {
                throw new InputException(file + " is not what a grade stage writes: " + e.getOriginalMessage(), e);
            }
        }
        return new Grades(byArm);
    }

    Set<String> arms() {
        return byArm.keySet();
    }

    int seeds(String arm) {
        return rows(arm).size();
    }

    /** An arm's answers of its first seed. */
    List<Row> first(String arm) {
        return rows(arm).values().iterator().next();
    }

    /** Scores {@code [seed][task]} of the tasks of some families. */
    double[][] scores(String arm, Predicate<String> family) {
        return rows(arm).values().stream()
                .map(rows -> rows.stream()
                        .filter(row -> family.test(row.family()))
                        .mapToDouble(Row::score)
                        .toArray())
                .toArray(double[][]::new);
    }

    private Map<String, List<Row>> rows(String arm) {
        Map<String, List<Row>> rows = byArm.get(arm);
        if (rows == null) {
            throw new InputException("no answers of " + arm + " were graded; there are " + byArm.keySet());
        }
        return rows;
    }
}
