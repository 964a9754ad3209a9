package org.counterpoint.data.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.jspecify.annotations.Nullable;

/**
 * The hidden folder beside an output in which it grows. It is locked while its process lives, so that the next one
 * can tell what a killed process left and remove it.
 */
final class Staging implements Closeable {
    private static final String LOCK = ".lock";

    private final Path folder;
    private @Nullable FileChannel lock;

    private Staging(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** @throws InputException where nothing can be made beside {@code out} */
    static Staging beside(Path out) {
        Path absolute = out.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new InputException(out + " cannot be an output.");
        }
        String prefix = "." + absolute.getFileName() + ".partial-";
        try {
            Files.createDirectories(parent);
            removeLeftovers(parent, prefix);
            // Not a temporary directory of the library's, whose rights the output would keep.
            Path folder = Files.createDirectory(parent.resolve(prefix + UUID.randomUUID()));
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            return new Staging(folder, lock);
        } catch (IOException e) {
            throw new InputException(
                    "nothing can be written beside " + out + ": " + IoWords.of(e) + ".\nGive another --out.", e);
        }
    }

    private static void removeLeftovers(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                parent, entry -> String.valueOf(entry.getFileName()).startsWith(prefix))) {
            for (Path leftover : found) {
                if (isAbandoned(leftover)) {
                    deleteTree(leftover);
                }
            }
        }
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (OverlappingFileLockException e) {
            return false; // This very process holds it.
        } catch (NoSuchFileException e) {
            return false; // Being made or being removed by its owner right now.
        }
    }

    Path folder() {
        return folder;
    }

    /** Removes the lock and brings every file to the disk. */
    void seal() throws IOException {
        releaseLock();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                sync(path);
            }
        }
    }

    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void releaseLock() throws IOException {
        if (lock != null) {
            Files.deleteIfExists(folder.resolve(LOCK));
            lock.close();
            lock = null;
        }
    }

    /** Removes what is left. */
    @Override
    public void close() throws IOException {
        if (Files.exists(folder)) {
            deleteTree(folder);
        }
        if (lock != null) {
            lock.close();
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(folder)) {
            paths = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
