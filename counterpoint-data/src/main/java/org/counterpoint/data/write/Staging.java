package org.counterpoint.data.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.store.FileFailure;
import org.counterpoint.store.FolderLock;
import org.counterpoint.store.HiddenNames;
import org.counterpoint.store.NewFolders;
import org.counterpoint.store.WholeFile;
import org.counterpoint.store.WholeFolder;
import org.jspecify.annotations.Nullable;

/**
 * The hidden folder beside an output in which it grows. It is locked while its process lives, so that the next one
 * can tell what a killed process left and remove it.
 */
final class Staging implements Closeable {
    private final Path folder;
    private final NewFolders above;
    private @Nullable FolderLock lock;

    private Staging(Path folder, NewFolders above, FolderLock lock) {
        this.folder = folder;
        this.above = above;
        this.lock = lock;
    }

    /**
     * @throws InputException where nothing can be made beside {@code out}
     * @throws UncheckedIOException where the disk is full
     */
    static Staging beside(Path out) {
        Path absolute = out.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new InputException(out + " cannot be an output.");
        }
        String prefix = "." + absolute.getFileName() + HiddenNames.PARTIAL;
        try {
            NewFolders above = NewFolders.make(parent);
            try {
                removeLeftovers(parent, prefix);
                // Not a temporary directory of the library's, whose rights the output would keep.
                return locked(Files.createDirectory(parent.resolve(prefix + UUID.randomUUID())), above);
            } catch (IOException e) {
                above.removeEmpty();
                throw e;
            }
        } catch (IOException e) {
            if (FileFailure.isFullDisk(e)) {
                throw new UncheckedIOException(out + " cannot be written: " + FileFailure.reason(e), e);
            }
            throw new InputException(
                    "nothing can be written beside " + out + ": " + IoWords.of(e) + ".\nGive another --out.", e);
        }
    }

    private static Staging locked(Path folder, NewFolders above) throws IOException {
        try {
            return new Staging(
                    folder,
                    above,
                    FolderLock.take(folder).orElseThrow(() -> new IOException(folder + " is held by another")));
        } catch (IOException e) {
            WholeFolder.delete(folder);
            throw e;
        }
    }

    private static void removeLeftovers(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                parent, entry -> String.valueOf(entry.getFileName()).startsWith(prefix))) {
            for (Path leftover : found) {
                if (FolderLock.isAbandoned(leftover)) {
                    WholeFolder.delete(leftover);
                }
            }
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
                WholeFile.sync(path);
            }
        }
    }

    private void releaseLock() throws IOException {
        if (lock != null) {
            Files.deleteIfExists(folder.resolve(FolderLock.FILE));
            lock.close();
            lock = null;
        }
    }

    /** Removes what is left. */
    @Override
    public void close() throws IOException {
        WholeFolder.delete(folder);
        if (lock != null) {
            lock.close();
        }
        above.removeEmpty();
    }
}
