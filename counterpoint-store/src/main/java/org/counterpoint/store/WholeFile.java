package org.counterpoint.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that appears whole, by being written beside, synced and renamed. */
public final class WholeFile {
    private WholeFile() {}

    /** Where a file is written until {@link #publish} gives it its name. */
    public static Path beside(Path target) {
        return target.resolveSibling(WholeFolder.TEMPORARY + target.getFileName());
    }

    /** Gives a file that lies beside its target the target's name, which another may have. */
    public static void publish(Path work, Path target) throws IOException {
        sync(work);
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncParent(target);
    }

    /** Replaces a file whole. */
    public static void write(Path target, byte[] bytes) throws IOException {
        Path work = beside(target);
        try {
            Files.write(work, bytes);
            publish(work, target);
        } catch (IOException e) {
            Files.deleteIfExists(work);
            throw FileFailure.of(target, e);
        }
    }

    /** Brings a file or folder entry to the disk. */
    public static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void syncParent(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            sync(parent);
        }
    }
}
