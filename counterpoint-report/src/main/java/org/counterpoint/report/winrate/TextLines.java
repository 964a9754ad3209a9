package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of a text in the terminal. */
final class TextLines {

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        lines.add(line);
    }

    void addAll(List<String> more) {
        lines.addAll(more);
    }

    void heading(String text) {
        lines.add("");
        lines.add(text);
    }

    /** A value beside what it is of. */
    void row(String what, String value) {
        lines.add(String.format(Locale.ROOT, "  %-37s %s", what, value));
    }

    void grid(Grid grid) {
        GridFormat.TABLE.lines(grid).forEach(line -> lines.add("  " + line));
    }

    List<String> all() {
        return List.copyOf(lines);
    }
}
