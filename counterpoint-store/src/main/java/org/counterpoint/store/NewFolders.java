package org.counterpoint.store;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders on the way to an output that were not there before: work that came to nothing leaves none of them behind.
 *
 * @param made the innermost first
 */
public record NewFolders(List<Path> made) {
    public static final NewFolders NONE = new NewFolders(List.of());

    public NewFolders {
        made = List.copyOf(made);
    }

    /** Makes a folder and those above it; where that fails, none. */
    public static NewFolders make(Path folder) throws IOException {
        List<Path> missing = new ArrayList<>();
        Path above = folder.toAbsolutePath().normalize();
        while (above != null && !Files.exists(above)) {
            missing.add(above);
            above = above.getParent();
        }
        NewFolders folders = new NewFolders(missing);
        try {
            Files.createDirectories(folder.toAbsolutePath());
        } catch (IOException e) {
            folders.removeEmpty();
            throw e;
        }
        return folders;
    }

    /** The same for the folder that a file is to be in. */
    public static NewFolders above(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? NONE : make(folder);
    }

    /** Whether the innermost was not there before. */
    public boolean areSome() {
        return !made.isEmpty();
    }

    /** Removes those in which nothing lies. */
    public void removeEmpty() throws IOException {
        for (Path folder : made) {
            try {
                if (Files.exists(folder)) {
                    Files.delete(folder);
                }
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }
}
