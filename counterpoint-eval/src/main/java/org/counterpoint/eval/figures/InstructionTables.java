package org.counterpoint.eval.figures;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.forms.Fields;
import org.counterpoint.data.forms.RowFault;
import org.counterpoint.data.forms.RowIntake;
import org.counterpoint.data.rows.Row;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Side files that tell something of instructions: rows of {@code instruction} and what is told. */
public final class InstructionTables {
    private static final List<String> WAYS = List.of("category", "skill", "level");

    private InstructionTables() {}

    /**
     * {@code {instruction, category | skill | level}}: a table for each of the three that occurs. An instruction may
     * have several rows, and a list for a value.
     *
     * @throws org.counterpoint.data.InputException where the file as a whole cannot be used
     */
    public static List<Categories> categories(Path file, Ledger ledger) {
        Map<String, Map<String, List<String>>> tables = new LinkedHashMap<>();
        read(file, ledger, "{instruction, category | skill | level}", (instruction, json) -> {
            boolean told = false;
            for (String way : WAYS) {
                for (String value : values(json, way)) {
                    List<String> of = tables.computeIfAbsent(way, key -> new HashMap<>())
                            .computeIfAbsent(instruction, key -> new ArrayList<>());
                    if (!of.contains(value)) {
                        of.add(value);
                    }
                    told = true;
                }
            }
            if (!told) {
                throw new RowFault(Reasons.MISSING_FIELD, "none of 'category', 'skill' and 'level' is there");
            }
        });
        List<Categories> categories = new ArrayList<>();
        tables.forEach((way, of) -> categories.add(new Categories.Listed(way, of)));
        return categories;
    }

    /**
     * {@code {instruction, difficulty}}, the first of an instruction staying.
     *
     * @throws org.counterpoint.data.InputException where the file as a whole cannot be used
     */
    public static Map<String, Double> difficulty(Path file, Ledger ledger) {
        Map<String, Double> difficulty = new HashMap<>();
        read(file, ledger, "{instruction, difficulty}", (instruction, json) -> {
            JsonNode value = Fields.required(json, "", "difficulty");
            if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
                throw Fields.wrongType("difficulty", "a number", value);
            }
            difficulty.putIfAbsent(instruction, value.doubleValue());
        });
        return difficulty;
    }

    private static List<String> values(JsonNode json, String way) throws RowFault {
        JsonNode value = json.path(way);
        List<String> values = new ArrayList<>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (one.isString() || one.isIntegralNumber()) {
                values.add(one.asString());
            } else if (!one.isMissingNode() && !one.isNull()) {
                throw Fields.wrongType(way, "a string, a whole number or a list of them", one);
            }
        }
        return values;
    }

    private static void read(Path file, Ledger ledger, String form, Use use) {
        try (RowIntake intake = new RowIntake(file, ledger, Progress.NONE)) {
            for (Row.Valid row = intake.next(); row != null; row = intake.next()) {
                try {
                    use.take(Fields.text(row.json(), "", "instruction"), row.json());
                    intake.used();
                } catch (RowFault fault) {
                    intake.setAside(row, fault);
                }
            }
            intake.requireUsed(form);
        }
    }

    private interface Use {
        void take(String instruction, ObjectNode json) throws RowFault;
    }
}
