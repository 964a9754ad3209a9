package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.train.store.Durable;
import org.jspecify.annotations.Nullable;

/** The folder of one run, held by one process at a time. */
final class RunFolder implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path root;
    private final boolean fresh;
    private final FileChannel channel;
    private final FileLock lock;

    private RunFolder(Path root, boolean fresh, FileChannel channel, FileLock lock) {
        this.root = root;
        this.fresh = fresh;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder: a new or empty one, or that of the same run.
     *
     * @throws InputException where it holds something else, another run, or is in use
     */
    static RunFolder open(Path root, RunRecord record, boolean overwrite) throws IOException {
        boolean fresh = !Files.exists(root);
        if (!fresh && !Files.isDirectory(root)) {
            throw new InputException(root + " is a file; --out must be a folder");
        }
        boolean empty = fresh || isEmpty(root);
        Path file = root.resolve(RunRecord.FILE);
        if (!empty && !overwrite) {
            if (!Files.isRegularFile(file)) {
                throw new InputException(root + " exists and holds something else than a training run\n"
                        + "  give another --out, or --overwrite to replace it");
            }
            RunRecord.read(file).requireSame(record, root);
        }
        Files.createDirectories(root);
        FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new InputException(root + " is in use by another process\n  wait for it, or give another --out");
        }
        RunFolder folder = new RunFolder(root, fresh, channel, lock);
        if (!empty && overwrite) {
            folder.clear();
        }
        if (!Files.exists(file)) {
            record.write(file);
        }
        Durable.clean(root);
        Durable.clean(folder.cache());
        Durable.clean(folder.checkpoints());
        return folder;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            // A process that was killed as it wrote the record leaves no more than these.
            return entries.map(entry -> entry.getFileName().toString())
                    .allMatch(name -> name.equals(LOCK) || name.startsWith(Durable.TEMPORARY));
        }
    }

    private void clear() throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(root)) {
            entries = all.filter(entry -> !entry.getFileName().toString().equals(LOCK))
                    .toList();
        }
        for (Path entry : entries) {
            Durable.deleteTree(entry);
        }
    }

    Path metrics() {
        return root.resolve("metrics.jsonl");
    }

    Path events() {
        return root.resolve("tensorboard").resolve("events.out.tfevents.0000000001.counterpoint");
    }

    Path ledger() {
        return root.resolve("ledger.jsonl");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path finalModel() {
        return root.resolve("final");
    }

    Path cache() {
        return root.resolve("cache");
    }

    Path root() {
        return root;
    }

    /** Removes what this process began where nothing came of it. */
    void abandon() throws IOException {
        clear();
        if (fresh) {
            Files.delete(root.resolve(LOCK));
            Files.delete(root);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
        channel.close();
    }
}
