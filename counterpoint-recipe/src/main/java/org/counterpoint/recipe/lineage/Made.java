package org.counterpoint.recipe.lineage;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder and what it was made from.
 *
 * @param kind of work that made it, as {@link org.counterpoint.store.Making} has it; empty for a file of the user's
 * @param by what made it, in words
 * @param root the artifact that it belongs to; itself where it stands alone
 * @param sha256 of it now; null where it is not there
 * @param problem why the record may not hold any more; null where nothing speaks against it
 * @param facts what is known of the making, by name
 * @param inputs by name
 */
public record Made(
        Path path,
        String kind,
        String by,
        Path root,
        @Nullable String sha256,
        @Nullable String problem,
        Map<String, Object> facts,
        Map<String, List<Made>> inputs) {
    public Made {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /** The same, with a reason why the record may not hold any more. */
    Made with(String fault) {
        return new Made(path, kind, by, root, sha256, fault, facts, inputs);
    }

    /** As a JSON object. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", path.toString());
        map.put("by", by);
        if (sha256 != null) {
            map.put("sha256", sha256);
        }
        if (problem != null) {
            map.put("problem", problem);
        }
        if (!facts.isEmpty()) {
            map.put("facts", facts);
        }
        Map<String, Object> from = new LinkedHashMap<>();
        inputs.forEach(
                (name, made) -> from.put(name, made.stream().map(Made::toMap).toList()));
        if (!from.isEmpty()) {
            map.put("inputs", from);
        }
        return map;
    }
}
