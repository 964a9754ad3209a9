package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.counterpoint.console.OutputPlace;
import org.counterpoint.data.InputException;
import org.counterpoint.recipe.plan.StageTask;
import org.counterpoint.store.FolderLock;
import org.counterpoint.store.NewFolders;
import org.counterpoint.store.WholeFolder;

/** The folder of a recipe's run, held by one process at a time. An artifact lies under its task's name. */
final class RecipeFolder implements AutoCloseable {
    private final Path root;
    private final NewFolders made;
    private final FolderLock lock;

    private RecipeFolder(Path root, NewFolders made, FolderLock lock) {
        this.root = root;
        this.made = made;
        this.lock = lock;
    }

    /** @throws InputException where the folder holds something else, or another process works in it */
    static RecipeFolder open(Path root) throws IOException {
        checkOurs(root);
        NewFolders made = NewFolders.make(root);
        FolderLock lock = FolderLock.take(root)
                .orElseThrow(() ->
                        new InputException(root + " is in use by another process\nwait for it, or give another --out"));
        return new RecipeFolder(root, made, lock);
    }

    /** @throws InputException where the folder holds something else than a recipe's run */
    static void checkOurs(Path root) throws IOException {
        OutputPlace.requireFolders(root, "--out");
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new InputException(root + " is a file; a run needs a folder. Give another --out.");
        }
        if (Files.isDirectory(root) && !Files.exists(root.resolve(RunReport.FILE)) && !isEmpty(root)) {
            throw new InputException(root
                    + " exists and is not a run of a recipe (it has no " + RunReport.FILE
                    + "); it is left as it is. Give another --out.");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(entry -> {
                String name = String.valueOf(entry.getFileName());
                return name.equals(FolderLock.FILE) || name.startsWith(WholeFolder.TEMPORARY);
            });
        }
    }

    Path root() {
        return root;
    }

    static Path artifact(Path root, StageTask task) {
        return root.resolve(task.id());
    }

    Path artifact(StageTask task) {
        return artifact(root, task);
    }

    /** All that a task has while it works. */
    Path working(StageTask task) {
        return root.resolve(".work").resolve(task.id());
    }

    /** Where a task works until its artifact is whole. */
    Path work(StageTask task) {
        return working(task).resolve("artifact");
    }

    /** What the work in progress is, so that other work does not go on with it. */
    Path workKey(StageTask task) {
        return work(task).resolveSibling("key");
    }

    Path cache() {
        return cache(root);
    }

    static Path cache(Path root) {
        return root.resolve(".cache");
    }

    /** Gives a whole artifact its name; one that is there already goes. */
    void publish(StageTask task) throws IOException {
        Path target = artifact(task);
        Files.createDirectories(target.toAbsolutePath().getParent());
        WholeFolder.replace(work(task), target);
        clearWork(task);
    }

    /** Removes what a task that is done left of its work, if a kill left anything. */
    void clearWork(StageTask task) throws IOException {
        WholeFolder.delete(working(task));
        for (Path above = working(task).getParent(); above != null && !above.equals(root); above = above.getParent()) {
            if (!Files.isDirectory(above) || !isBare(above)) {
                return;
            }
            Files.delete(above);
        }
    }

    private static boolean isBare(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Removes the folder where nothing was done in it. */
    void abandon() throws IOException {
        if (made.areSome()) {
            WholeFolder.delete(root);
            made.removeEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
