package org.counterpoint.console;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a piece of work is, as one line of a terminal. The bar, the count and the time left are there at 80 columns and
 * less; what else is known follows as far as there is room.
 *
 * @param total below 0 where it is not known
 * @param left empty where it is not known
 * @param more what else there is to say, the most important first
 */
record ProgressLine(String task, long done, long total, String unit, String passed, String left, List<String> more) {
    private static final int NAME = 24;
    private static final int SHORTEST_BAR = 8;
    private static final int LONGEST_BAR = 24;

    String text(int width) {
        List<String> parts = new ArrayList<>();
        parts.add(total < 0 ? done + " " + unit : done + " of " + total + " " + unit);
        if (!left.isEmpty()) {
            parts.add(left + " left");
        }
        int bar = total > 0 ? SHORTEST_BAR + 3 : 0;
        int head = name(width).length() + 1 + bar;
        List<String> wanted = new ArrayList<>(List.of(passed + " passed"));
        wanted.addAll(more);
        for (String one : wanted) {
            if (!one.isEmpty() && head + length(parts) + 2 + one.length() <= width) {
                parts.add(one);
            }
        }
        String said = String.join(", ", parts);
        int room = Math.min(LONGEST_BAR, SHORTEST_BAR + width - head - said.length());
        String line = name(width) + " " + (bar == 0 ? "" : bar(Math.max(1, room)) + " ") + said;
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }

    private static int length(List<String> parts) {
        return parts.stream().mapToInt(String::length).sum() + 2 * (parts.size() - 1);
    }

    private String bar(int room) {
        int full = (int) Math.min(room, Math.max(0, done) * room / total);
        return "[" + "#".repeat(full) + "-".repeat(room - full) + "]";
    }

    /** Of a long name its end, which tells arms apart. */
    private String name(int width) {
        int most = Math.min(NAME, Math.max(8, width / 4));
        return task.length() <= most ? task : "~" + task.substring(task.length() - most + 1);
    }
}
