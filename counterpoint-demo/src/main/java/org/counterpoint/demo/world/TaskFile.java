package org.counterpoint.demo.world;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.data.rows.Rows;
import org.counterpoint.data.write.JsonLines;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Tasks as rows {@code {instruction, family, expected, rubric}}: a prompt file that also says what is right. */
public final class TaskFile {

    /**
     * How to grade the answers to one instruction.
     *
     * @param expected the right answer
     */
    public record Key(String family, String expected, Rubric rubric) {
        public Grade grade(String given) {
            return rubric.grade(expected, given);
        }
    }

    private TaskFile() {}

    public static void write(Path file, List<Task> tasks) {
        try (JsonLines out = new JsonLines(file)) {
            for (Task task : tasks) {
                out.write(JsonNodeFactory.instance
                        .objectNode()
                        .put("instruction", task.instruction())
                        .put("family", task.family())
                        .put("expected", task.answer())
                        .put("rubric", task.rubric().name()));
            }
        }
    }

    /**
     * Keys by instruction, in the file's order.
     *
     * @throws InputException where a row is no task, naming its place
     */
    public static Map<String, Key> read(Path file) throws IOException {
        Map<String, Key> keys = new LinkedHashMap<>();
        try (RowReader rows = Rows.open(file)) {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (!(row instanceof Row.Valid valid)) {
                    throw new InputException(row.origin() + " is no valid row; tasks are written by demo-world");
                }
                keys.put(text(valid, "instruction"), key(valid));
            }
        }
        if (keys.isEmpty()) {
            throw new InputException(file + " holds no tasks");
        }
        return keys;
    }

    private static Key key(Row.Valid row) {
        String rubric = text(row, "rubric");
        try {
            return new Key(text(row, "family"), text(row, "expected"), Rubric.valueOf(rubric));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    row.origin() + ": no rubric is called " + rubric + "; there are " + List.of(Rubric.values()), e);
        }
    }

    private static String text(Row.Valid row, String field) {
        JsonNode value = row.json().path(field);
        if (!value.isString()) {
            throw new InputException(row.origin() + ": a task needs \"" + field + "\", a text");
        }
        return value.stringValue();
    }
}
