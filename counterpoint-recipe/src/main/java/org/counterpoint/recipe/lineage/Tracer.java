package org.counterpoint.recipe.lineage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.data.InputException;
import org.counterpoint.data.rows.DataPlace;
import org.counterpoint.store.BrokenLink;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.Making;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;

/** Follows the records of what was made, and marks what is no longer as they say. */
public final class Tracer {
    private static final int DEEPEST = 64;

    private final Map<Path, Made> known = new HashMap<>();

    private Tracer() {}

    /** @throws InputException where there is nothing at the path */
    public static Made trace(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new InputException(BrokenLink.words(path).orElse("there is no file or folder " + path));
        }
        return new Tracer().made(path.toAbsolutePath().normalize(), null, 0);
    }

    /** @param expected the hash on record; null where there is none */
    private Made made(Path path, @Nullable String expected, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new InputException(path + " is made from itself, says a record in its folder");
        }
        Made before = known.get(path);
        if (before == null) {
            before = found(path, depth);
            known.put(path, before);
        }
        boolean changed = expected != null && !expected.equals(before.sha256()) && !expected.equals(ofRows(path));
        return changed ? before.with(before.sha256() == null ? "is gone" : "was changed since it was used") : before;
    }

    /** The hash by which stages and trainings know a folder of data files; null where it is none. */
    private static @Nullable String ofRows(Path path) throws IOException {
        try {
            return Files.isDirectory(path) ? new DataPlace(path).hash() : null;
        } catch (InputException e) {
            return null; // no data lies there
        }
    }

    private Made found(Path path, int depth) throws IOException {
        @Nullable String hash = Files.exists(path) ? Checksums.of(path) : null;
        Optional<Making> record = Making.of(path);
        if (record.isEmpty()) {
            return new Made(path, "", "a file of the user's", path, hash, null, Map.of(), Map.of());
        }
        Making making = record.get();
        Map<String, List<Made>> inputs = new LinkedHashMap<>();
        for (Map.Entry<String, List<Provenance.Input>> role : making.inputs().entrySet()) {
            List<Made> from = new ArrayList<>();
            for (Provenance.Input input : role.getValue()) {
                from.add(made(Path.of(input.path()), input.sha256(), depth + 1));
            }
            inputs.put(role.getKey(), from);
        }
        boolean changed = making.sha256() != null && !making.sha256().equals(hash);
        @Nullable String problem = changed ? "was changed since it was made" : null;
        return new Made(path, making.kind(), making.by(), making.root(), hash, problem, making.facts(), inputs);
    }
}
