package org.counterpoint.answer.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.console.UsageException;

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
        Path fresh = beside(out, "new");
        Path old = beside(out, "old");
        deleteTree(fresh);
        deleteTree(old);
        T made = maker.make(fresh);
        Files.move(out, old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(fresh, out, StandardCopyOption.ATOMIC_MOVE);
        deleteTree(old);
        return made;
    }

    private static Path beside(Path out, String ending) {
        return out.resolveSibling("." + out.getFileName() + "." + ending);
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(root)) {
            deepestFirst =
                    walk.sorted((a, b) -> b.getNameCount() - a.getNameCount()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
