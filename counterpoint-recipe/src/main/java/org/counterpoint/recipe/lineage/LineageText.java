package org.counterpoint.recipe.lineage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A lineage as an indented tree; what was shown before is not shown again. */
public final class LineageText {
    private static final int HASH_SHOWN = 12;

    private final Path from;
    private final List<String> lines = new ArrayList<>();
    private final Set<Path> shown = new HashSet<>();

    private LineageText(Path from) {
        this.from = from;
    }

    /** @param from the folder that paths are shown from */
    public static List<String> of(Made made, Path from) {
        LineageText text = new LineageText(from.toAbsolutePath().normalize());
        text.add("", made, 0);
        return text.lines;
    }

    private void add(String name, Made made, int depth) {
        StringBuilder line = new StringBuilder("  ".repeat(depth));
        if (!name.isEmpty()) {
            line.append(name).append(": ");
        }
        line.append(shown(made.path())).append(": ").append(made.by());
        Object seconds = made.facts().get("seconds");
        if (made.facts().get("made") != null && seconds != null) {
            line.append(", made ").append(made.facts().get("made"));
        }
        if (made.sha256() != null) {
            line.append(", sha256 ")
                    .append(made.sha256(), 0, Math.min(HASH_SHOWN, made.sha256().length()));
        }
        if (made.problem() != null) {
            line.append(" -- ").append(made.problem());
        }
        boolean again = !made.inputs().isEmpty() && !shown.add(made.root());
        lines.add(again ? line + " (see above)" : line.toString());
        if (!again) {
            made.inputs().forEach((input, all) -> all.forEach(one -> add(input, one, depth + 1)));
        }
    }

    private String shown(Path path) {
        return path.startsWith(from) && !path.equals(from)
                ? from.relativize(path).toString()
                : path.toString();
    }
}
