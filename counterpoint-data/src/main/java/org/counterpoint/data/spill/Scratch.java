package org.counterpoint.data.spill;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A temporary folder, made when first needed and removed at the end, and how much may stay in memory instead. */
public final class Scratch implements Closeable {
    private static final long MOST_IN_MEMORY = 256L << 20;

    private final @Nullable Path parent;
    private final long budget;
    private final List<Path> files = new ArrayList<>();
    private @Nullable Path folder;

    private Scratch(@Nullable Path parent, long budget) {
        this.parent = parent;
        this.budget = budget;
    }

    /** In {@code parent}, with an eighth of the heap but no more than 256 MiB in memory. */
    public static Scratch in(Path parent) {
        return new Scratch(parent, defaultBudget());
    }

    /** In {@code parent}, with about this many bytes in memory. */
    public static Scratch in(Path parent, long budget) {
        return new Scratch(parent, budget);
    }

    /** In the system's temporary folder. */
    public static Scratch system() {
        return new Scratch(null, defaultBudget());
    }

    private static long defaultBudget() {
        return Math.min(MOST_IN_MEMORY, Runtime.getRuntime().maxMemory() / 8);
    }

    /** The bytes of heap that one sorter may hold. */
    long budget() {
        return budget;
    }

    Path newFile() {
        try {
            if (folder == null) {
                folder = parent == null
                        ? Files.createTempDirectory("counterpoint-")
                        : Files.createTempDirectory(parent, "scratch-");
            }
            Path file = folder.resolve("run-" + files.size());
            files.add(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary file can be made: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + folder + " cannot be removed", e);
        }
    }
}
