package org.counterpoint.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Symbolic links that lead nowhere: what is looked for under their name is not there, though the name is. */
public final class BrokenLink {
    private BrokenLink() {}

    /** Says of a path that it is such a link, or lies below one, and where that leads; empty of any other. */
    public static Optional<String> words(Path path) {
        for (Path name = path; name != null; name = name.getParent()) {
            if (Files.isSymbolicLink(name) && !Files.exists(name)) {
                String said = name + " is a link to " + target(name) + ", which is not there";
                return Optional.of(name.equals(path) ? said : path + " cannot be reached: " + said);
            }
        }
        return Optional.empty();
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "somewhere that cannot be read (" + FileFailure.reason(e) + ")";
        }
    }
}
