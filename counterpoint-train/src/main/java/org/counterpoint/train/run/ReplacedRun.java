package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.counterpoint.store.WholeFolder;

/**
 * What a run left in a folder in which it is to be overwritten: aside until the new one can begin, and back where it cannot, also
 * where a process was killed in between.
 */
final class ReplacedRun {
    private final Path root;
    private final Set<String> own;
    /** Holds some of it: the rest is still, or again, in the folder. */
    private final Path some;
    /** Holds all of it: what is in the folder is the new run's. */
    private final Path all;

    private final Path dropped;

    /** @param own names of what a run writes; whatever else is in the folder stays there */
    ReplacedRun(Path root, Set<String> own) {
        this.root = root;
        this.own = own;
        this.some = root.resolve(WholeFolder.TEMPORARY + "replaced-in-part");
        this.all = root.resolve(WholeFolder.TEMPORARY + "replaced");
        this.dropped = root.resolve(WholeFolder.TEMPORARY + "dropped");
    }

    boolean isAside() {
        return Files.exists(some) || Files.exists(all);
    }

    /** Whether there is anything of a run in the folder. */
    boolean isInPlace() throws IOException {
        return !own(root).isEmpty();
    }

    void putAside() throws IOException {
        move(root, Files.createDirectory(some));
        Files.move(some, all, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts it back, in place of what there is of the new run. */
    void giveBack() throws IOException {
        if (Files.exists(all)) {
            clear();
            Files.move(all, some, StandardCopyOption.ATOMIC_MOVE);
        }
        if (Files.exists(some)) {
            move(some, root);
            Files.delete(some);
        }
    }

    /** Removes it for good. */
    void letGo() throws IOException {
        if (Files.exists(all)) {
            Files.move(all, dropped, StandardCopyOption.ATOMIC_MOVE);
            WholeFolder.delete(dropped);
        }
    }

    /** Removes what a run has written. */
    void clear() throws IOException {
        for (Path entry : own(root)) {
            WholeFolder.delete(entry);
        }
    }

    private void move(Path from, Path to) throws IOException {
        for (Path entry : own(from)) {
            Files.move(entry, to.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private List<Path> own(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> own.contains(entry.getFileName().toString()))
                    .toList();
        }
    }
}
