package org.counterpoint.console;

import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.store.BrokenLink;

/** The place of an output, as the command line gives it. */
public final class OutputPlace {
    private OutputPlace() {}

    /**
     * Refuses a place below a file, and a link that leads nowhere.
     *
     * @param given how the command line calls it, such as {@code --out}
     * @throws UsageException naming the file
     */
    public static void requireFolders(Path place, String given) {
        BrokenLink.words(place).ifPresent(words -> {
            throw new UsageException(words + "; make that, or give another " + given);
        });
        Path above = place.toAbsolutePath().normalize().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above != null && !Files.isDirectory(above)) {
            throw new UsageException(place + " cannot be made: " + above + " is a file; give another " + given);
        }
    }
}
