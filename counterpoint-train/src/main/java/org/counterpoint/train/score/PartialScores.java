package org.counterpoint.train.score;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.store.WholeFolder;

/**
 * The lines scored so far, hidden beside the output that they become: a killed run goes on after the last line that is
 * on the disk. The first line says whose they are and is left out in the end.
 */
final class PartialScores implements AutoCloseable {
    private final Path out;
    private final Path file;
    private final FileChannel channel;
    private final long headerBytes;
    private long lines;

    private PartialScores(Path out, Path file, FileChannel channel, long headerBytes) {
        this.out = out;
        this.file = file;
        this.channel = channel;
        this.headerBytes = headerBytes;
    }

    /**
     * Takes up what an earlier run left, or begins.
     *
     * @param identity all that the scores depend on, in one line
     * @throws InputException if another process is at it, or what is there has another identity and is not to be
     *     overwritten
     */
    static PartialScores open(Path out, String identity, boolean overwrite) throws IOException {
        Path file = out.resolveSibling("." + out.getFileName() + ".partial");
        beginBeside(out);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        byte[] header = (identity + "\n").getBytes(StandardCharsets.UTF_8);
        PartialScores scores = new PartialScores(out, file, channel, header.length);
        try {
            scores.lock();
            scores.takeUp(header, overwrite);
            return scores;
        } catch (IOException | InputException e) {
            channel.close();
            throw e;
        }
    }

    private static void beginBeside(Path out) {
        Path folder = out.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new InputException(
                    "nothing can be written beside " + out + ": " + IoWords.of(e) + "\n  give another --out", e);
        }
    }

    private void lock() throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer as when another holds it.
        }
        throw new InputException("another process is writing " + out + "; wait for it, or give another --out");
    }

    private void takeUp(byte[] header, boolean overwrite) throws IOException {
        long whole = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] first = in.readNBytes(header.length);
            if (Arrays.equals(first, header)) {
                whole = header.length;
                long at = whole;
                for (int b = in.read(); b >= 0; b = in.read()) {
                    at++;
                    if (b == '\n') {
                        whole = at;
                        lines++;
                    }
                }
            } else if (first.length == header.length && !overwrite) {
                throw new InputException(out + " was begun with another model, other data or other settings (" + file
                        + ")\n  give the same again, another --out, or --overwrite");
            }
        }
        channel.truncate(whole);
        channel.position(whole);
        if (whole == 0) {
            append(header);
        }
    }

    /** Whole lines on the disk. */
    long lines() {
        return lines;
    }

    /** Takes down lines; they are on the disk when this returns. */
    void add(List<String> more) throws IOException {
        append((String.join("\n", more) + "\n").getBytes(StandardCharsets.UTF_8));
        lines += more.size();
    }

    private void append(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
    }

    /** Drops all lines: nothing is to become of them. */
    void forget() throws IOException {
        channel.truncate(headerBytes);
        lines = 0;
    }

    /** Makes the lines the output, whole, by rename. */
    void publish() throws IOException {
        Path work = out.resolveSibling(WholeFolder.TEMPORARY + out.getFileName());
        try (FileChannel target = FileChannel.open(
                work, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            long size = channel.size();
            for (long at = headerBytes; at < size; ) {
                at += channel.transferTo(at, size - at, target);
            }
            target.force(true);
        }
        Files.move(work, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(file);
    }

    /** Leaves what is there for the next run, unless nothing was scored. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (lines == 0) {
            Files.deleteIfExists(file);
        }
    }
}
