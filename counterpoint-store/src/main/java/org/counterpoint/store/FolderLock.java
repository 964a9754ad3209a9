package org.counterpoint.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A folder held by one process at a time, by a lock on a hidden file in it. */
public final class FolderLock implements Closeable {
    /** The file's name. */
    public static final String FILE = ".lock";

    private static final int LONGEST_SIGNATURE = 32;

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
        if (lock == null) {
            return Optional.empty();
        }
        FolderLock held = new FolderLock(channel, lock);
        try {
            held.sign();
        } catch (IOException e) {
            held.close();
            throw FileFailure.of(folder.resolve(FILE), e);
        }
        return Optional.of(held);
    }

    /** Says in the file whose it is. */
    private void sign() throws IOException {
        channel.truncate(0);
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.write(ByteBuffer.wrap(pid), 0);
    }

    /**
     * The other process that holds a folder now: one that says so in the lock's file, and has this file open, so that
     * neither an old number nor a forged one leads to a process that has nothing to do with it. Empty where there is none,
     * or the system (other than Linux) does not say what a process has open. Takes no lock, so it is in nobody's way; not
     * to be asked by a process about a folder that it holds itself, as reading the file would give its lock back.
     */
    public static Optional<ProcessHandle> holder(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (Files.size(file) > LONGEST_SIGNATURE) {
                return Optional.empty();
            }
            long pid = Long.parseLong(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
            Path real = file.toRealPath();
            try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "fd"))) {
                for (Path descriptor : open) {
                    if (leadsTo(descriptor, real)) {
                        return ProcessHandle.of(pid);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException | NumberFormatException | DirectoryIteratorException e) {
            return Optional.empty();
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
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
