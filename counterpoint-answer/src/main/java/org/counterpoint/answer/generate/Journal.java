package org.counterpoint.answer.generate;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.counterpoint.data.InputException;
import org.counterpoint.store.JournalFile;
import org.counterpoint.store.Provenance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was answered so far, hidden beside the output: a line an answer with its place, on the disk batch by batch. */
final class Journal implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JournalFile file;
    private final BitSet done;
    private final long tokens;

    /**
     * An answer.
     *
     * @param place in the output, from 0
     * @param row as the output will hold it
     */
    record Entry(int place, int tokens, boolean stopped, ObjectNode row) {
        private ObjectNode line() {
            ObjectNode line = JSON.createObjectNode()
                    .put("n", place)
                    .put("tokens", tokens)
                    .put("stopped", stopped);
            line.set("row", row);
            return line;
        }
    }

    private Journal(JournalFile file, BitSet done, long tokens) {
        this.file = file;
        this.done = done;
        this.tokens = tokens;
    }

    /** Whether work on this output was begun and not finished. */
    static boolean isThere(Path out) {
        return JournalFile.isThere(out);
    }

    /**
     * Opens the journal of this very work, or begins one.
     *
     * @throws InputException if another process is at it, or it belongs to other work and {@code
     *     overwrite} is not set
     */
    static Journal open(Path out, Provenance record, boolean overwrite) {
        BitSet done = new BitSet();
        long[] tokens = new long[1];
        try {
            JournalFile file = JournalFile.open(out, record, overwrite, (at, line) -> {
                tokens[0] += done.get(place(line)) ? 0 : tokens(line);
                done.set(place(line));
            });
            return new Journal(file, done, tokens[0]);
        } catch (JournalFile.Refused e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private static int place(JsonNode line) {
        return Math.max(0, line.path("n").asInt(0));
    }

    private static int tokens(JsonNode line) {
        return Math.max(0, line.path("tokens").asInt(0));
    }

    /** How many tokens earlier runs generated. */
    long tokensBefore() {
        return tokens;
    }

    boolean has(int place) {
        return done.get(place);
    }

    int size() {
        return done.cardinality();
    }

    /** Takes down a batch's answers; they are on the disk when this returns. */
    void add(List<Entry> batch) {
        file.append(batch.stream().map(Entry::line).toList());
        batch.forEach(entry -> done.set(entry.place));
    }

    /** All rows in their order. Out of order they are only within a window, so little is held in memory. */
    void inOrder(Consumer<Entry> taker) {
        TreeMap<Integer, Entry> waiting = new TreeMap<>();
        int[] next = new int[1];
        file.forEach((at, line) -> {
            int place = place(line);
            if (place >= next[0] && line.get("row") instanceof ObjectNode row) {
                boolean stopped = line.path("stopped").asBoolean(false);
                waiting.put(place, new Entry(place, tokens(line), stopped, row));
            }
            for (Entry ready = waiting.remove(next[0]); ready != null; ready = waiting.remove(next[0])) {
                taker.accept(ready);
                next[0]++;
            }
        });
        waiting.values().forEach(taker); // where some before them were not answered
    }

    /** Removes it: the output is whole. */
    void remove() {
        file.remove();
    }

    /** Leaves it for the next run, unless it holds nothing worth keeping. */
    @Override
    public void close() {
        file.close();
    }
}
