package org.counterpoint.data.write;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was finished so far, hidden beside an output that is still to appear: a line that says what is being made, then a
 * line a finished thing. A line is on the disk before {@link #append} returns; one that a kill cut short is forgotten.
 * Locked while its process lives. Safe for several threads, which share one flush where they come together; an
 * interrupt does no harm to it.
 */
public final class JournalFile implements Closeable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final RandomAccessFile disk;
    private final Object flushing = new Object();
    private long begin;
    private long end;
    private long flushed;

    /** Told of the lines, in order, each with its place. */
    @FunctionalInterface
    public interface Taker {
        void take(long place, JsonNode line);
    }

    private JournalFile(Path file, RandomAccessFile disk) {
        this.file = file;
        this.disk = disk;
    }

    /** Whether work on this output was begun and its journal not removed. */
    public static boolean isThere(Path out) {
        return Files.exists(beside(out));
    }

    private static Path beside(Path out) {
        return out.resolveSibling("." + out.getFileName() + ".journal.jsonl");
    }

    /**
     * Opens the journal of this very work, or begins one.
     *
     * @param earlier told of what an earlier process finished
     * @throws InputException if another process is at it, or it belongs to other work and {@code overwrite} is not set
     */
    public static JournalFile open(Path out, Provenance record, boolean overwrite, Taker earlier) {
        Path file = beside(out);
        boolean usable = false;
        @Nullable RandomAccessFile disk = null;
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            disk = new RandomAccessFile(file.toFile(), "rw");
            JournalFile journal = new JournalFile(file, disk);
            journal.lock(out);
            journal.readOrBegin(out, record, overwrite, earlier);
            usable = true;
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        } finally {
            if (!usable) {
                closeQuietly(disk);
            }
        }
    }

    private static void closeQuietly(@Nullable RandomAccessFile disk) {
        try {
            if (disk != null) {
                disk.close();
            }
        } catch (IOException e) {
            // What made it unusable is being reported.
        }
    }

    private void lock(Path out) throws IOException {
        try {
            if (disk.getChannel().tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer as when another holds it.
        }
        throw new InputException("another process is writing " + out + "; wait for it, or give another --out");
    }

    private void readOrBegin(Path out, Provenance record, boolean overwrite, Taker earlier) throws IOException {
        String header = header(record);
        String found = readLine(0);
        boolean ours = found.equals(header + "\n");
        if (!ours && found.endsWith("\n") && !overwrite) {
            throw new InputException(out + " was begun with other settings, another model or other prompts (" + file
                    + ")" + differences(found, record)
                    + "\nGive the same again, another --out, or --overwrite.");
        }
        if (ours) {
            begin = header.getBytes(StandardCharsets.UTF_8).length + 1L;
            end = scan(earlier);
            disk.setLength(end);
            flushed = end;
        } else {
            disk.setLength(0);
            append(header);
            begin = end;
        }
    }

    private static String header(Provenance record) {
        return JSON.writeValueAsString(record.identity());
    }

    private static String differences(String found, Provenance record) {
        try {
            return Provenance.of(JSON.readTree(found))
                    .map(record::differences)
                    .filter(list -> !list.isEmpty())
                    .map(list -> ":\n  " + String.join("\n  ", list))
                    .orElse("");
        } catch (JacksonException e) {
            return "";
        }
    }

    /** Passes over lines that a crash of the machine spoilt; returns where the last good one ends. */
    private long scan(Taker taker) throws IOException {
        long place = begin;
        long good = begin;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.skipNBytes(begin);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                long after = place + line.size() + 1;
                try {
                    taker.take(place, JSON.readTree(line.toByteArray()));
                    good = after;
                } catch (JacksonException e) {
                    // Not a line of ours; if good ones follow it stays where it is.
                }
                line.reset();
                place = after;
            }
        }
        return good;
    }

    /** Takes the lines down; they are on the disk when this returns. Gives the place of the first. */
    public long append(List<ObjectNode> lines) {
        StringBuilder text = new StringBuilder();
        for (ObjectNode line : lines) {
            text.append(text.isEmpty() ? "" : "\n").append(JSON.writeValueAsString(line));
        }
        return append(text.toString());
    }

    private long append(String lines) {
        byte[] bytes = (lines + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            long place;
            long mine;
            synchronized (disk) {
                place = end;
                disk.seek(end);
                disk.write(bytes);
                end += bytes.length;
                mine = end;
            }
            synchronized (flushing) {
                if (flushed < mine) {
                    long upTo = end();
                    disk.getFD().sync();
                    flushed = upTo;
                }
            }
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " cannot be written: " + e.getMessage()
                            + "\nwhat was answered before is kept; make room and give the same command again",
                    e);
        }
    }

    private long end() {
        synchronized (disk) {
            return end;
        }
    }

    /** The line at a place that {@link #append} or a taker was given. */
    public JsonNode read(long place) {
        try {
            return JSON.readTree(readLine(place));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The line with its line break, or without where the file ends. */
    private String readLine(long place) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 12];
        synchronized (disk) {
            disk.seek(place);
            for (int read = disk.read(chunk); read > 0; read = disk.read(chunk)) {
                for (int i = 0; i < read; i++) {
                    line.write(chunk[i]);
                    if (chunk[i] == '\n') {
                        return line.toString(StandardCharsets.UTF_8);
                    }
                }
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** All lines but the first, in the order in which they were written. */
    public void forEach(Taker taker) {
        try {
            scan(taker);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Forgets everything that was finished. */
    public void clear() {
        try {
            synchronized (disk) {
                disk.setLength(begin);
                end = begin;
            }
            synchronized (flushing) {
                disk.getFD().sync();
                flushed = begin;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }

    /** Removes it: the output is whole. */
    public void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** Leaves it for the next run, unless it holds nothing worth keeping. */
    @Override
    public void close() {
        try {
            boolean nothing = end() == begin;
            disk.close();
            if (nothing) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
