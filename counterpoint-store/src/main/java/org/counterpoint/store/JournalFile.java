package org.counterpoint.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was finished so far, hidden beside an output that is still to appear: a line that says what is being made, then a
 * line a finished thing. A line is on the disk before {@link #append} returns; one that a kill cut short is forgotten.
 * Locked while its process lives. Safe for several threads, as {@link GrowingFile} is.
 */
public final class JournalFile implements Closeable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final GrowingFile lines;
    private long begin;
    private boolean spoilt;

    /** Told of the lines, in order, each with its place. */
    @FunctionalInterface
    public interface Taker {
        void take(long place, JsonNode line);
    }

    /** The journal is another's: of a process that is at it now, or of other work. The message is the user's. */
    public static final class Refused extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        private Refused(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return Objects.requireNonNull(super.getMessage());
        }
    }

    private JournalFile(Path file, GrowingFile lines) {
        this.file = file;
        this.lines = lines;
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
     * @throws Refused if another process is at it, or it belongs to other work and {@code overwrite} is not set
     */
    public static JournalFile open(Path out, Provenance record, boolean overwrite, Taker earlier) throws Refused {
        return open(out, beside(out), record.identity(), overwrite, earlier);
    }

    /**
     * The same with a name and a first line of the caller's.
     *
     * @param identity all that the finished things depend on
     */
    public static JournalFile open(Path out, Path file, ObjectNode identity, boolean overwrite, Taker earlier)
            throws Refused {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            GrowingFile lines = GrowingFile.open(file);
            boolean usable = false;
            try {
                if (!lines.lock()) {
                    throw new Refused("another process is writing " + out + "; wait for it, or give another --out");
                }
                JournalFile journal = new JournalFile(file, lines);
                journal.readOrBegin(out, identity, overwrite, earlier);
                usable = true;
                return journal;
            } finally {
                if (!usable) {
                    lines.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + FileFailure.reason(e), e);
        }
    }

    private void readOrBegin(Path out, ObjectNode identity, boolean overwrite, Taker earlier)
            throws IOException, Refused {
        String header = identity + "\n";
        String found = lines.line(0);
        begin = header.getBytes(StandardCharsets.UTF_8).length;
        if (found.equals(header)) {
            lines.cut(scan(earlier));
            return;
        }
        if (found.endsWith("\n") && !overwrite) {
            throw new Refused(out + " was begun with other settings, another model or other data (" + file + ")"
                    + differences(found, identity) + "\nGive the same again, another --out, or --overwrite.");
        }
        lines.cut(0);
        try {
            append(List.of(identity));
        } catch (UncheckedIOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static String differences(String found, ObjectNode identity) {
        try {
            Optional<Provenance> now = Provenance.of(identity);
            return Provenance.of(JSON.readTree(found))
                    .flatMap(then -> now.map(record -> record.differences(then)))
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
        try (InputStream in = behindHeader()) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                long after = place + line.size() + 1;
                try {
                    JsonNode read = JSON.readTree(line.toByteArray());
                    spoilt |= good < place;
                    good = after;
                    taker.take(place, read);
                } catch (JacksonException e) {
                    // Not a line of ours; if good ones follow it stays where it is.
                }
                line.reset();
                place = after;
            }
        }
        return good;
    }

    private InputStream behindHeader() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.skipNBytes(begin);
        return in;
    }

    /** Whether among the lines of earlier processes one is spoilt, so that those that follow it are not what they seem. */
    public boolean isSpoilt() {
        return spoilt;
    }

    /** Takes the lines down; they are on the disk when this returns. Gives the place of the first. */
    public long append(List<ObjectNode> more) {
        try {
            long place = lines.append(more);
            lines.sync();
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " cannot be written: " + FileFailure.reason(e)
                            + (lines.length() > begin ? "\nwhat was answered before is kept; " : "\n")
                            + "make room and give the same command again",
                    e);
        }
    }

    /** The line at a place that {@link #append} or a taker was given. */
    public JsonNode read(long place) {
        try {
            return JSON.readTree(lines.line(place));
        } catch (IOException e) {
            throw unreadable(e);
        }
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
            lines.cut(begin);
            lines.sync();
            spoilt = false;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + FileFailure.reason(e), e);
        }
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }

    /** Makes all lines but the first the output, which appears whole, and removes the journal. */
    public void publish(Path out) throws IOException {
        Path work = WholeFile.beside(out);
        try (InputStream in = behindHeader();
                OutputStream target = Files.newOutputStream(work)) {
            in.transferTo(target);
        }
        WholeFile.publish(work, out);
        remove();
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
            boolean nothing = lines.length() <= begin;
            lines.close();
            if (nothing) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
