package org.counterpoint.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A folder held by one process at a time, by a lock on a hidden file in it. */
public final class FolderLock implements Closeable {
    /** The file's name. */
    public static final String FILE = ".lock";

    private final FileChannel channel;
    private final FileLock lock;

    private FolderLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes a folder that is there; empty where another process, or another part of this one, holds it. */
    public static Optional<FolderLock> take(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // this very process holds it
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new FolderLock(channel, lock));
    }

    /** Whether a process took this folder and ended without giving it back: its lock is there, and nobody holds it. */
    public static boolean isAbandoned(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process holds it
        } catch (NoSuchFileException e) {
            return false; // being made or being removed by its owner right now
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.close();
        }
    }
}
