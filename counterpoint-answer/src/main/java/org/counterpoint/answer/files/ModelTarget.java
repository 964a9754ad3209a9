package org.counterpoint.answer.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.counterpoint.console.OutputPlace;
import org.counterpoint.console.UsageException;
import org.counterpoint.store.WholeFolder;

/** The place of a new model folder. An old model there is replaced only when asked, and only once the new one is whole. */
public final class ModelTarget {

    private ModelTarget() {}

    /** Makes a model folder at the path given, which does not exist yet. */
    @FunctionalInterface
    public interface Maker<T> {
        T make(Path folder) throws IOException;
    }

    /**
     * @throws UsageException if there is something at {@code out}, unless it is a model and {@code overwrite} is set
     */
    public static <T> T make(Path out, boolean overwrite, Maker<T> maker) throws IOException {
        OutputPlace.requireFolders(out, "--out");
        WholeFolder.recover(out);
        if (!Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
            return maker.make(out);
        }
        if (!overwrite) {
            throw new UsageException(out + " exists already: choose another --out, or give --overwrite");
        }
        if (!Files.isRegularFile(out.resolve("config.json"))) {
            throw new UsageException(out + " is not a model folder (it has no config.json), so it is not replaced:"
                    + " choose another --out");
        }
        Path fresh = out.resolveSibling("." + out.getFileName() + ".new");
        WholeFolder.delete(fresh);
        T made = maker.make(fresh);
        WholeFolder.replace(fresh, out);
        return made;
    }
}
