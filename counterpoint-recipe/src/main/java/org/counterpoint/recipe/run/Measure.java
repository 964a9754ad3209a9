package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.data.InputException;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.data.rows.Rows;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.ModelInspection;
import org.counterpoint.recipe.stage.Size;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How large files and models are, without reading much of them. */
final class Measure {
    /** Rows. */
    private static final int LOOKED_AT = 1000;
    /** Of English text in the tokenizers of the LLaMA family, about. */
    private static final double CHARACTERS_A_TOKEN = 4.2;
    /** What a chat template puts around a message, about. */
    private static final double TOKENS_AROUND_A_TEXT = 6;
    /** Where texts stand, in the forms that are read here. */
    private static final Set<String> TEXTS = Set.of(
            "instruction",
            "input",
            "output",
            "output_1",
            "output_2",
            "prompt",
            "content",
            "text",
            "value",
            "question",
            "answer",
            "response",
            "chosen",
            "rejected");

    /** Where several answers stand. */
    private static final List<String> LISTS = List.of("responses", "answers", "completions", "generations");

    private static final int MOST_BYTES_OF_A_LIST = 8 << 20;

    private final Map<Path, Size> known = new HashMap<>();

    Size of(Path path) throws IOException {
        Size before = known.get(path);
        if (before != null) {
            return before;
        }
        Size size = measured(path);
        known.put(path, size);
        return size;
    }

    private Size measured(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (ModelFolder folder = ModelFolder.open(path)) {
                return Size.model(ModelInspection.of(folder).parameters(), path);
            } catch (ModelException e) {
                return rows(path); // what is wrong with a model is told when it is used
            }
        }
        return Files.isRegularFile(path) ? file(path) : Size.NONE;
    }

    private Size file(Path path) throws IOException {
        if (String.valueOf(path.getFileName()).equals("answers.json") && Files.size(path) < MOST_BYTES_OF_A_LIST) {
            Size listed = listed(path);
            if (listed.rows() > 0) {
                return listed;
            }
        }
        return rows(path);
    }

    private static Size rows(Path path) throws IOException {
        try (RowReader reader = Rows.open(path)) {
            return sampled(reader);
        } catch (InputException e) {
            return Files.isDirectory(path) ? Size.NONE : unread(path);
        }
    }

    /** A prompt, a judge's file. */
    private static Size unread(Path path) throws IOException {
        return Size.of(0, Math.round(Files.size(path) / CHARACTERS_A_TOKEN));
    }

    /** From the first rows, as if the others were like them. */
    private static Size sampled(RowReader reader) {
        long rows = 0;
        double tokens = 0;
        long answers = 0;
        long bytes = 0;
        while (rows < LOOKED_AT && reader.hasNext()) {
            rows++;
            if (reader.next() instanceof Row.Valid row) {
                tokens += tokens(row.json());
                answers += answers(row.json());
                bytes += row.place() == null ? 0 : row.place().length() + 2L;
            }
        }
        double read = bytes > 0 ? bytes : reader.position(); // compressed, it reads somewhat ahead
        double scale = reader.hasNext() ? Math.max(1, reader.size() / Math.max(1, read)) : 1;
        return Size.groups(Math.round(rows * scale), Math.round(answers * scale), Math.round(tokens * scale));
    }

    /** Of all that a model would read in a row, whatever the row's form. */
    private static double tokens(JsonNode json) {
        double tokens = 0;
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            JsonNode value = field.getValue();
            if (value.isString() && TEXTS.contains(field.getKey())) {
                tokens += value.stringValue().length() / CHARACTERS_A_TOKEN + TOKENS_AROUND_A_TEXT;
            }
            tokens += tokens(value);
        }
        if (json.isArray()) {
            for (JsonNode element : json) {
                tokens += tokens(element);
            }
        }
        return tokens;
    }

    /** How many answers to its prompt a row has: those of a list, a pair's two, or one. */
    private static int answers(JsonNode json) {
        for (String list : LISTS) {
            if (json.path(list).isArray()) {
                return json.path(list).size();
            }
        }
        return json.has("chosen") && json.has("rejected") ? 2 : 1;
    }

    /** What an answers stage lists. */
    private Size listed(Path index) throws IOException {
        Size all = Size.NONE;
        try {
            for (JsonNode file :
                    JsonMapper.shared().readTree(Files.readString(index)).path("files")) {
                Path path = index.resolveSibling(file.path("path").asString(""));
                if (!path.equals(index)) {
                    all = all.plus(of(path));
                }
            }
        } catch (JacksonException e) {
            return Size.NONE;
        }
        return all;
    }
}
