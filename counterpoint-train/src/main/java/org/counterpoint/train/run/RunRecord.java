package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.counterpoint.data.InputException;
import org.counterpoint.store.WholeFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * run.json: what was run with which settings, and what it was made from.
 *
 * @param inputs paths as the user gave them; told, not compared
 * @param settings every setting by path
 * @param lineage hashes of the inputs, and versions
 */
record RunRecord(
        String method,
        Map<String, String> inputs,
        Map<String, @Nullable Object> settings,
        Map<String, String> lineage) {
    static final String FILE = "run.json";
    private static final JsonMapper JSON = JsonMapper.shared();
    /** Told, and no differences: a newer Java, or a program built from a later commit, goes on with the same numbers. */
    private static final String JAVA = "java";

    static final String VERSION = "counterpoint";

    /**
     * How ranks reach one another and share memory: told, and no differences, as numbers depend on it no more than on how
     * many ranks there are.
     */
    private static final List<String> RANKS = List.of("ranks.interface", "ranks.timeout", "ranks.over");

    private static final String SHARD = "shard";

    static RunRecord read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), RunRecord.class);
        } catch (JacksonException e) {
            throw new InputException(
                    file + " is not the record of a training run: " + e.getOriginalMessage()
                            + "\n  give another --out, or --overwrite to replace it",
                    e);
        }
    }

    void write(Path file) throws IOException {
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws InputException naming what is not as in the other record */
    void requireSame(RunRecord wanted, Path folder) {
        List<String> differences = differences(wanted, List.of(JAVA, VERSION, SHARD));
        if (!differences.isEmpty()) {
            throw new InputException(folder + " holds a run with other settings:\n  " + String.join("\n  ", differences)
                    + "\n  give another --out, or --overwrite to begin anew");
        }
    }

    byte[] bytes() {
        return JSON.writeValueAsBytes(this);
    }

    /** What keeps a rank from working on rank 0's run, whose record this is; empty for nothing. */
    List<String> differencesOfRank(byte[] record) {
        return differences(JSON.readValue(record, RunRecord.class), List.of(JAVA));
    }

    private List<String> differences(RunRecord other, List<String> allowed) {
        ObjectNode mine = tree(this);
        ObjectNode theirs = tree(other);
        List<String> ignored = new ArrayList<>(allowed);
        ignored.addAll(RANKS);
        List<String> differences = new ArrayList<>();
        for (String part : List.of("method", "settings", "lineage")) {
            differences(part, mine.get(part), theirs.get(part), ignored, differences);
        }
        return differences;
    }

    private static ObjectNode tree(RunRecord record) {
        return (ObjectNode) JSON.readTree(JSON.writeValueAsString(record));
    }

    private static void differences(
            String name,
            @Nullable JsonNode mine,
            @Nullable JsonNode theirs,
            List<String> ignored,
            List<String> differences) {
        if (mine instanceof ObjectNode a && theirs instanceof ObjectNode b) {
            TreeSet<String> keys = new TreeSet<>(a.propertyNames());
            keys.addAll(b.propertyNames());
            keys.removeAll(ignored);
            keys.forEach(key -> differences(key, a.get(key), b.get(key), ignored, differences));
        } else if (!Objects.equals(mine, theirs)) {
            differences.add(name + ": " + mine + " there, " + theirs + " now");
        }
    }
}
