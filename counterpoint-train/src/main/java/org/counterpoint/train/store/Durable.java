package org.counterpoint.train.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writing beside, syncing, renaming. */
public final class Durable {
    /** Names that begin so are unfinished work of a run that ended. */
    public static final String TEMPORARY = ".tmp-";

    private Durable() {}

    /** An empty folder beside the one that it will become by {@link #publish}. */
    public static Path freshFolder(Path target) throws IOException {
        Path work = target.resolveSibling(TEMPORARY + target.getFileName());
        deleteTree(work);
        return Files.createDirectories(work);
    }

    /** Syncs everything in the folder, then gives it its name, which nothing may have. */
    public static void publish(Path work, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.toList()) {
                sync(file);
            }
        }
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        syncParent(target);
    }

    /** Replaces a file whole. */
    public static void writeFile(Path target, byte[] bytes) throws IOException {
        Path work = target.resolveSibling(TEMPORARY + target.getFileName());
        Files.write(work, bytes);
        sync(work);
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncParent(target);
    }

    /** Brings a file or folder entry to the disk. */
    public static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void syncParent(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            sync(parent);
        }
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
                deleteTree(entry);
            }
        }
    }

    /** Deletes a file or folder with all it holds, links not followed; nothing where there is none. */
    public static void deleteTree(Path root) throws IOException {
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

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The file's SHA-256 in hex. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[1 << 16];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                digest.update(piece, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
