package org.counterpoint.app.generate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.write.OutputRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was answered so far, hidden beside the output: a line that says what is being made, then a line an answer with
 * its place, brought to the disk batch by batch. A line that a kill cut short is forgotten.
 */
final class Journal implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final FileChannel channel;
    private final BitSet done = new BitSet();

    /**
     * An answer.
     *
     * @param place in the output, from 0
     * @param row as the output will hold it
     */
    record Entry(int place, int tokens, boolean stopped, ObjectNode row) {}

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Whether work on this output was begun and not finished. */
    static boolean isThere(Path out) {
        return Files.exists(beside(out));
    }

    private static Path beside(Path out) {
        return out.resolveSibling("." + out.getFileName() + ".journal.jsonl");
    }

    /**
     * Opens the journal of this very work, or begins one.
     *
     * @throws InputException if another process is at it, or it belongs to other work and {@code overwrite} is not set
     */
    static Journal open(Path out, OutputRecord record, boolean overwrite) {
        Path file = beside(out);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean usable = false;
            Journal journal = new Journal(file, channel);
            try {
                journal.lock(out);
                journal.readOrBegin(out, record, overwrite);
                usable = true;
                return journal;
            } finally {
                if (!usable) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e, e);
        }
    }

    private void lock(Path out) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer as when another holds it.
        }
        throw new InputException("another process is writing " + out + "; wait for it, or give another --out");
    }

    private void readOrBegin(Path out, OutputRecord record, boolean overwrite) throws IOException {
        String header = header(record);
        long whole = scan(header);
        if (whole < 0 && channel.size() > 0 && !overwrite) {
            throw new InputException(out + " was begun with other settings, another model or other prompts (" + file
                    + "); give the same again, another --out, or --overwrite");
        }
        done.clear(whole < 0 ? 0 : done.length(), done.length());
        channel.truncate(Math.max(whole, 0));
        channel.position(channel.size());
        if (whole <= 0) {
            append(List.of(header));
        }
    }

    private static String header(OutputRecord record) {
        ObjectNode header = JSON.createObjectNode().put("command", record.command());
        ObjectNode settings = header.putObject("settings");
        new TreeMap<>(record.settings()).forEach(settings::put);
        return JSON.writeValueAsString(header);
    }

    /** Takes down what is there; returns where its whole lines end, or -1 where it is another work's. */
    private long scan(String header) throws IOException {
        long end = 0;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r");
                BufferedReader lines =
                        new BufferedReader(Channels.newReader(in.getChannel(), StandardCharsets.UTF_8))) {
            long size = in.length();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long next = end + line.getBytes(StandardCharsets.UTF_8).length + 1;
                if (next > size) {
                    break;
                }
                if (end == 0) {
                    if (!line.equals(header)) {
                        return -1;
                    }
                } else {
                    done.set(JSON.readTree(line).path("n").intValue());
                }
                end = next;
            }
        } catch (JacksonException e) {
            return end; // What a crash of the machine left behind the last whole line.
        }
        return end;
    }

    boolean has(int place) {
        return done.get(place);
    }

    int size() {
        return done.cardinality();
    }

    /** Takes down a batch's answers; they are on the disk when this returns. */
    void add(List<Entry> batch) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : batch) {
            ObjectNode line = JSON.createObjectNode()
                    .put("n", entry.place)
                    .put("tokens", entry.tokens)
                    .put("stopped", entry.stopped);
            line.set("row", entry.row);
            lines.add(JSON.writeValueAsString(line));
        }
        append(lines);
        batch.forEach(entry -> done.set(entry.place));
    }

    private void append(List<String> lines) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(String.join("\n", lines) + "\n");
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " cannot be written: " + e.getMessage()
                            + "\nwhat was answered before is kept; make room and give the same command again",
                    e);
        }
    }

    /** All rows in their order. Out of order they are only within a window, so little is held in memory. */
    void inOrder(Consumer<Entry> taker) {
        TreeMap<Integer, Entry> waiting = new TreeMap<>();
        int next = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String header = lines.readLine();
            for (String line = header == null ? null : lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode entry = JSON.readTree(line);
                int place = entry.path("n").intValue();
                if (place >= next && entry.get("row") instanceof ObjectNode row) {
                    boolean stopped = entry.path("stopped").booleanValue();
                    waiting.put(place, new Entry(place, entry.path("tokens").intValue(), stopped, row));
                }
                for (Entry ready = waiting.remove(next); ready != null; ready = waiting.remove(next)) {
                    taker.accept(ready);
                    next++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e, e);
        }
    }

    /** Removes it: the output is whole. */
    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be removed: " + e, e);
        }
    }

    /** Leaves it for the next run, unless it holds nothing worth keeping. */
    @Override
    public void close() {
        try {
            channel.close();
            if (done.isEmpty()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be closed: " + e, e);
        }
    }
}
