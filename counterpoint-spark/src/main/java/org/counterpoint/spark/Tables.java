package org.counterpoint.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.write.ParquetFile;

/**
 * Groups and pairs as tables: each task turns its lines into a Parquet file of its own. All parts have the same columns,
 * whatever is in them, so that they are one table to whoever reads them.
 */
final class Tables {
    private static final String MESSAGES = "STRUCT(\"role\" VARCHAR, \"content\" VARCHAR)[]";
    /** A score's name may be any. */
    private static final String SCORES = "MAP(VARCHAR, DOUBLE)";

    private static final Map<String, Map<String, String>> COLUMNS = Map.of(
            PairFiles.GROUPS,
            columns(
                    "id",
                    "VARCHAR",
                    "messages",
                    MESSAGES,
                    "responses",
                    "STRUCT(\"model\" VARCHAR, \"sample\" INTEGER, \"text\" VARCHAR, \"rank\" INTEGER,"
                            + " \"finish\" VARCHAR, \"rating\" DOUBLE)[]",
                    "pairs",
                    "STRUCT(\"chosen\" INTEGER, \"rejected\" INTEGER, \"type\" VARCHAR, \"scores\" " + SCORES + ")[]"),
            PairFiles.PAIRS,
            columns(
                    "id",
                    "VARCHAR",
                    "prompt",
                    MESSAGES,
                    "chosen",
                    MESSAGES,
                    "rejected",
                    MESSAGES,
                    "chosen_model",
                    "VARCHAR",
                    "rejected_model",
                    "VARCHAR",
                    "type",
                    "VARCHAR",
                    "scores",
                    SCORES));

    private Tables() {}

    private static Map<String, String> columns(String... namesAndTypes) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
        }
        return columns;
    }

    /** @throws InputException where a table cannot hold the group */
    static void check(ResponseGroup group) {
        if (group.prompt() instanceof Prompt.Plain) {
            throw new InputException(
                    group.origin() + ": the prompt is a plain text, and the tables of --format parquet hold"
                            + " messages.\nLeave it out, or give prompts as messages.");
        }
    }

    /** The name of the table in place of a file of lines; the same name where there is none. */
    static String name(String lines) {
        return COLUMNS.containsKey(lines) ? lines.replace(".jsonl", ".parquet") : lines;
    }

    /** Puts a task's tables in place of its lines; of none there is no table, which readers might not like. */
    static void write(Path folder) throws IOException {
        for (Map.Entry<String, Map<String, String>> table : COLUMNS.entrySet()) {
            Path lines = folder.resolve(table.getKey());
            if (Files.exists(lines) && Files.size(lines) > 0) {
                ParquetFile.convert(lines, table.getValue(), folder.resolve(name(table.getKey())));
            }
            Files.deleteIfExists(lines);
        }
    }

    /** Those of the files that are there, for Hadoop. */
    static List<String> present(List<String> files, Configuration hadoop) throws IOException {
        List<String> present = new ArrayList<>();
        for (String file : files) {
            org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
            if (path.getFileSystem(hadoop).exists(path)) {
                present.add(file);
            }
        }
        return present;
    }
}
