package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.file.Path;

/** The hash by which lineages name a file or folder. */
public final class ContentHash {
    private final FileHashes hashes = FileHashes.unremembered();

    /** SHA-256 of a file, or of a folder's names and files. */
    public String of(Path path) throws IOException {
        return hashes.of(path);
    }
}
