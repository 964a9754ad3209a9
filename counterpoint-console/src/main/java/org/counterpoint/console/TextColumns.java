package org.counterpoint.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Texts that grow side by side: a line appears as soon as it is full in every column, or its text has ended. Lines break
 * between words where they can. Not safe for several threads.
 */
public final class TextColumns {
    private static final String GAP = "  ";
    private static final int TAB = 4;
    private static final int NARROWEST = 16;

    private final int width;
    private final Consumer<String> lines;
    private final List<Column> columns = new ArrayList<>();

    private static final class Column {
        private final Deque<String> ready = new ArrayDeque<>();
        private final StringBuilder line = new StringBuilder();
        private boolean ended;
    }

    /**
     * @param width of all columns together, in characters
     * @param lines told of each line
     */
    public TextColumns(int width, List<String> headings, Consumer<String> lines) {
        this.width = Math.max(NARROWEST, (width - GAP.length() * (headings.size() - 1)) / headings.size());
        this.lines = lines;
        for (String heading : headings) {
            Column column = new Column();
            columns.add(column);
            write(column, heading);
            end(column);
        }
        tell();
        for (Column column : columns) {
            column.ended = false;
            column.ready.add("-".repeat(this.width));
        }
        tell();
    }

    /** @param column from 0 */
    public void add(int column, String piece) {
        write(columns.get(column), piece);
        tell();
    }

    /** The text of a column has ended; the other may go on. */
    public void end(int column) {
        end(columns.get(column));
        tell();
    }

    private void end(Column column) {
        if (column.line.length() > 0) {
            column.ready.add(column.line.toString());
            column.line.setLength(0);
        }
        column.ended = true;
    }

    private void write(Column column, String piece) {
        piece.codePoints().forEach(c -> {
            if (c == '\n') {
                column.ready.add(column.line.toString());
                column.line.setLength(0);
            } else if (c == '\t') {
                column.line.append(" ".repeat(TAB));
            } else {
                column.line.appendCodePoint(c);
            }
            while (width(column.line) > width) {
                breakLine(column);
            }
        });
    }

    /** Moves the first line's worth of text into the lines that are ready. */
    private void breakLine(Column column) {
        StringBuilder line = column.line;
        int fits = 0;
        int space = -1;
        for (int i = 0, used = 0; i < line.length(); i = line.offsetByCodePoints(i, 1)) {
            int c = line.codePointAt(i);
            used += width(c);
            if (used > width) {
                // A space that is the first beyond is where the line ends by itself.
                space = c == ' ' ? i : space;
                break;
            }
            space = c == ' ' ? i : space;
            fits = i + Character.charCount(c);
        }
        int end = space > 0 ? space : Math.max(1, fits);
        column.ready.add(line.substring(0, end).stripTrailing());
        line.delete(0, space > 0 ? end + 1 : end);
    }

    private void tell() {
        while (columns.stream().allMatch(column -> column.ended || !column.ready.isEmpty())
                && columns.stream().anyMatch(column -> !column.ready.isEmpty())) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                String line = columns.get(i).ready.isEmpty()
                        ? ""
                        : columns.get(i).ready.remove();
                row.append(line);
                if (i < columns.size() - 1) {
                    row.append(" ".repeat(Math.max(0, width - width(line)))).append(GAP);
                }
            }
            lines.accept(row.toString().stripTrailing());
        }
    }

    private static int width(CharSequence text) {
        return text.codePoints().map(TextColumns::width).sum();
    }

    /** Places that a terminal gives a character. */
    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** Those of East Asian scripts and pictures, about. */
    private static boolean isWide(int c) {
        return c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0xA4CF
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0x1F300 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
    }
}
