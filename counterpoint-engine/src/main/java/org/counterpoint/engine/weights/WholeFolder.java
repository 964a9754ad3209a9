package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A folder that appears under its name when everything in it is on disk, and not before. */
final class WholeFolder {
    private WholeFolder() {}

    /** Puts files into a folder that has another name yet. */
    @FunctionalInterface
    interface Content {
        void fill(Path folder) throws IOException;
    }

    /**
     * Fills a folder beside the target and renames it.
     *
     * @param bytes about how many bytes it will take
     */
    static void write(Path target, long bytes, Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException(target + " cannot be a folder of its own");
        }
        Files.createDirectories(parent);
        long free = Files.getFileStore(parent).getUsableSpace();
        if (free < bytes) {
            throw new IOException(target + " needs " + bytes + " bytes, its disk has " + free + " left: make room");
        }
        Path beside = parent.resolve("." + absolute.getFileName() + ".part-" + UUID.randomUUID());
        Files.createDirectory(beside);
        boolean whole = false;
        try {
            content.fill(beside);
            force(beside);
            Files.move(beside, absolute, StandardCopyOption.ATOMIC_MOVE);
            whole = true;
        } finally {
            if (!whole) {
                delete(beside);
            }
        }
        force(parent);
    }

    /** A new file, forced to disk. */
    static void writeFile(Path file, byte[] bytes) throws IOException {
        Path parent = file.getParent();
        if (parent != null && !Files.exists(parent)) {
            Files.createDirectory(parent);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Names of files are in their folder, which has to reach the disk as well. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException fault) throws IOException {
                if (fault != null) {
                    throw fault;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
