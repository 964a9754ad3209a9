package org.counterpoint.train.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.store.FileFailure;
import org.counterpoint.store.FolderLock;
import org.counterpoint.store.NewFolders;
import org.counterpoint.store.WholeFile;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.card.ModelCard;

/** The folder of one run, held by one process at a time. */
final class RunFolder implements AutoCloseable {
    private static final String METRICS = "metrics.jsonl";
    private static final String EVENTS = "tensorboard";
    private static final String ROLLOUTS = "rollouts.jsonl";
    private static final String LEDGER = "ledger.jsonl";
    private static final String CHECKPOINTS = "checkpoints";
    static final String FINAL = "final";
    private static final String CACHE = "cache";
    private static final String RANKS = "ranks";
    private static final Set<String> OWN = Set.of(
            RunRecord.FILE,
            DataFile.NAME,
            METRICS,
            EVENTS,
            ROLLOUTS,
            LEDGER,
            LearntRows.FILE,
            CHECKPOINTS,
            FINAL,
            CACHE,
            RANKS);

    private final Path root;
    private final NewFolders made;
    private final FolderLock lock;
    private final ReplacedRun replaced;

    private RunFolder(Path root, NewFolders made, FolderLock lock) {
        this.root = root;
        this.made = made;
        this.lock = lock;
        this.replaced = new ReplacedRun(root, OWN);
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
        ReplacedRun killed = new ReplacedRun(root, OWN);
        if (killed.isAside()) {
            try (FolderLock held = lock(root, NewFolders.NONE)) {
                killed.giveBack();
            }
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
        NewFolders made = create(root);
        RunFolder folder = new RunFolder(root, made, lock(root, made));
        boolean usable = false;
        try {
            boolean replaces = !empty && overwrite;
            if (replaces) {
                WholeFolder.clean(root);
                folder.replaced.putAside();
            }
            if (!Files.exists(file)) {
                record.write(file);
            }
            if (!replaces) {
                WholeFolder.clean(root);
                WholeFolder.clean(folder.cache());
                WholeFolder.clean(folder.checkpoints());
            }
            usable = true;
            return folder;
        } finally {
            if (!usable) {
                folder.close();
                if (fresh || folder.replaced.isAside()) { // never a run that was to go on
                    folder.abandon();
                }
            }
        }
    }

    private static FolderLock lock(Path root, NewFolders made) throws IOException {
        try {
            return FolderLock.take(root)
                    .orElseThrow(() -> new InputException(
                            root + " is in use by another process\n  wait for it, or give another --out"));
        } catch (IOException e) {
            if (made.areSome()) {
                WholeFolder.delete(root);
                made.removeEmpty();
            }
            throw e;
        }
    }

    private static NewFolders create(Path root) throws IOException {
        try {
            return NewFolders.make(root);
        } catch (IOException e) {
            if (FileFailure.isFullDisk(e)) {
                throw e;
            }
            throw new InputException(root + " cannot be made: " + IoWords.of(e) + "\n  give another --out", e);
        }
    }

    /** Whether a run in this folder has something to go on from. */
    static boolean hasCheckpoint(Path root) {
        String[] names = root.resolve(CHECKPOINTS).toFile().list();
        return names != null && Arrays.stream(names).anyMatch(name -> !name.startsWith(WholeFolder.TEMPORARY));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            // A process that was killed as it wrote the record leaves no more than these.
            return entries.map(entry -> entry.getFileName().toString())
                    .allMatch(name -> name.equals(FolderLock.FILE) || name.startsWith(WholeFolder.TEMPORARY));
        }
    }

    /** Lets go what is to be overwritten: the new run has all that it needs. */
    void begin() throws IOException {
        replaced.letGo();
    }

    private static boolean isOwn(String name) {
        return OWN.contains(name) || name.startsWith(WholeFolder.TEMPORARY);
    }

    /** Whether beginning anew in a folder would remove this file or folder. */
    static boolean wouldRemove(Path root, Path input) throws IOException {
        if (!Files.exists(root) || !Files.exists(input)) {
            return false;
        }
        Path folder = root.toRealPath();
        Path read = input.toRealPath();
        return read.startsWith(folder)
                && !read.equals(folder)
                && isOwn(folder.relativize(read).getName(0).toString());
    }

    Path metrics() {
        return root.resolve(METRICS);
    }

    Path events() {
        return root.resolve(EVENTS).resolve("events.out.tfevents.0000000001.counterpoint");
    }

    /** Writes the run's ledger: what was set aside of the training data, then of the held-out data. */
    void writeLedger(List<Path> parts) throws IOException {
        Path work = root.resolve(WholeFolder.TEMPORARY + "ledger");
        try (OutputStream out = Files.newOutputStream(work)) {
            for (Path part : parts) {
                Files.copy(part, out);
            }
        } catch (IOException e) {
            throw FileFailure.of(root.resolve(LEDGER), e);
        }
        WholeFile.sync(work);
        Files.move(work, root.resolve(LEDGER), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path rollouts() {
        return root.resolve(ROLLOUTS);
    }

    Path data() {
        return root.resolve(DataFile.NAME);
    }

    Path learnt() {
        return root.resolve(LearntRows.FILE);
    }

    Path checkpoints() {
        return root.resolve(CHECKPOINTS);
    }

    Path finalModel() {
        return finalModel(root);
    }

    /** Of a run's folder, whoever holds it. */
    static Path finalModel(Path root) {
        return root.resolve(FINAL);
    }

    Path cache() {
        return cache(root);
    }

    /** Of a run's folder, whoever holds it. */
    static Path cache(Path root) {
        return root.resolve(CACHE);
    }

    /** Where ranks leave what they say. */
    static Path ranks(Path root) {
        return root.resolve(RANKS);
    }

    /**
     * What the trained model says of itself.
     *
     * @param policy the model that it started from
     */
    ModelCard card(Path policy) {
        Path name = root.toAbsolutePath().normalize().getFileName();
        return new ModelCard(String.valueOf(name), policy, root.resolve(RunRecord.FILE), data(), metrics());
    }

    Path root() {
        return root;
    }

    /** Removes what this process began where nothing came of it; what was to be overwritten is back. */
    void abandon() throws IOException {
        if (replaced.isAside()) {
            replaced.giveBack();
        } else {
            replaced.clear();
        }
        WholeFolder.clean(root);
        if (!replaced.isInPlace()) {
            Files.deleteIfExists(root.resolve(FolderLock.FILE));
        }
        made.removeEmpty();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
