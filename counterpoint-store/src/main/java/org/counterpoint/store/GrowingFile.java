package org.counterpoint.store;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file that is appended to, goes on from a length that is known to be good, and can be read meanwhile. What is appended
 * is handed to the system at once, and on the disk after {@link #sync}. Safe for several threads, which share one sync
 * where they come together; an interrupt does no harm to it, as it would to a channel.
 */
public final class GrowingFile implements Closeable {
    private final Path file;
    private final RandomAccessFile disk;
    private final Object syncing = new Object();
    private long end;
    private long synced;

    private GrowingFile(Path file, RandomAccessFile disk) throws IOException {
        this.file = file;
        this.disk = disk;
        this.end = disk.length();
    }

    /** A file with all that it holds, or a new one. */
    public static GrowingFile open(Path file) throws IOException {
        RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw");
        boolean usable = false;
        try {
            GrowingFile growing = new GrowingFile(file, disk);
            usable = true;
            return growing;
        } finally {
            if (!usable) {
                disk.close();
            }
        }
    }

    /** The same, of which so many bytes stay: what came behind them is forgotten. */
    public static GrowingFile open(Path file, long bytes) throws IOException {
        GrowingFile growing = open(file);
        boolean usable = false;
        try {
            growing.cut(bytes);
            usable = true;
            return growing;
        } finally {
            if (!usable) {
                growing.close();
            }
        }
    }

    /** Whether this process has it for itself from now on; another, or another part of this one, may hold it. */
    boolean lock() throws IOException {
        try {
            return disk.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process holds it
        }
    }

    /** Appends bytes, all at once; returns where they begin. */
    public long append(byte[] bytes) throws IOException {
        synchronized (disk) {
            long place = end;
            disk.seek(place);
            try {
                disk.write(bytes);
            } catch (IOException e) {
                throw FileFailure.of(file, e);
            }
            end = place + bytes.length;
            return place;
        }
    }

    /** Appends lines of JSON, all at once; returns where they begin. */
    public long append(List<ObjectNode> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (ObjectNode line : lines) {
            text.append(line).append('\n');
        }
        return append(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** How long the file is, brought to the disk. */
    public long sync() throws IOException {
        long mine = length();
        synchronized (syncing) {
            if (synced < mine) {
                long upTo = length();
                disk.getFD().sync();
                synced = upTo;
            }
        }
        return mine;
    }

    public long length() {
        synchronized (disk) {
            return end;
        }
    }

    /** Forgets what lies behind so many bytes; on the disk after the next {@link #sync}. */
    void cut(long bytes) throws IOException {
        synchronized (syncing) {
            synchronized (disk) {
                if (bytes < end) {
                    disk.setLength(bytes);
                    end = bytes;
                    synced = -1;
                }
            }
        }
    }

    /** The line that begins here, with its line break, or without one where the file ends first. */
    String line(long place) throws IOException {
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

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
