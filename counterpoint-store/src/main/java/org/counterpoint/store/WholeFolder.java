package org.counterpoint.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that appears whole, by being made beside, synced and renamed. */
public final class WholeFolder {
    /** Names that begin so are unfinished work of a run that ended. */
    public static final String TEMPORARY = ".tmp-";

    private WholeFolder() {}

    /** Puts files into a folder that has another name yet. */
    @FunctionalInterface
    public interface Content {
        void fill(Path folder) throws IOException;
    }

    /**
     * Makes a new folder; where that fails nothing is left of it.
     *
     * @param bytes about how many bytes it will take
     * @throws IOException also where the disk has no room for it, before anything is written
     */
    public static void create(Path target, long bytes, Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException(target + " cannot be a folder of its own");
        }
        NewFolders above = NewFolders.make(parent);
        try {
            create(target, absolute, parent, bytes, content);
        } finally {
            above.removeEmpty();
        }
    }

    private static void create(Path target, Path absolute, Path parent, long bytes, Content content)
            throws IOException {
        long free = Files.getFileStore(parent).getUsableSpace();
        if (free < bytes) {
            throw new IOException(target + " needs " + bytes + " bytes, its disk has " + free + " left: make room");
        }
        Path work = Files.createDirectory(parent.resolve(TEMPORARY + absolute.getFileName() + "-" + UUID.randomUUID()));
        boolean whole = false;
        try {
            content.fill(work);
            publish(work, absolute);
            whole = true;
        } catch (IOException e) {
            throw FileFailure.of(target, e);
        } finally {
            if (!whole) {
                delete(work);
            }
        }
    }

    /** An empty folder beside the one that it will become. */
    public static Path fresh(Path target) throws IOException {
        Path work = target.resolveSibling(TEMPORARY + target.getFileName());
        delete(work);
        return Files.createDirectories(work);
    }

    /** Syncs everything in the folder, then gives it its name, which nothing may have. */
    public static void publish(Path work, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.toList()) {
                WholeFile.sync(file);
            }
        }
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        WholeFile.syncParent(target);
    }

    /**
     * As {@link #publish}, where a folder may have the name: it is put aside, and goes once the new one is in its place. Between
     * the two renames nothing has the name; {@link #recover} puts the old one back where a kill left it so.
     */
    public static void replace(Path work, Path target) throws IOException {
        recover(target);
        Path old = aside(target);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        publish(work, target);
        delete(old);
    }

    /**
     * Ends a replacement that a kill cut short: the old folder gets its name back, or goes where the new one has it.
     *
     * @return whether there is an old folder that was hidden, and is back
     */
    public static boolean recover(Path target) throws IOException {
        Path old = aside(target);
        if (!Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            delete(old);
            return false;
        }
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
        WholeFile.syncParent(target);
        return true;
    }

    private static Path aside(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".old");
    }

    /** Removes what unfinished writes left in a folder. */
    public static void clean(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> left = entries.filter(
                            entry -> entry.getFileName().toString().startsWith(TEMPORARY))
                    .toList();
            for (Path entry : left) {
                delete(entry);
            }
        }
    }

    /** Deletes a file or folder with all it holds, links not followed; nothing where there is none. */
    public static void delete(Path root) throws IOException {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            if (Files.exists(root)) {
                throw e;
            }
        }
    }
}
