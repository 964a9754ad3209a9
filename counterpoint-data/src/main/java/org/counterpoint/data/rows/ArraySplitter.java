package org.counterpoint.data.rows;

import java.io.IOException;
import org.counterpoint.data.Reasons;
import org.jspecify.annotations.Nullable;

/**
 * A row an element of one JSON array. Elements are told apart by brackets and quotes alone, so that a broken one
 * costs itself only, unless it leaves a bracket or a quote open: then it reaches to the file's end.
 */
final class ArraySplitter implements RowSplitter {
    private final ByteSource in;
    private long line = 1;
    private long offset;
    private State state = State.BEFORE;
    private long elements;
    private @Nullable Fault fault;

    private enum State {
        BEFORE,
        FIRST,
        FURTHER,
        AFTER
    }

    ArraySplitter(ByteSource in) {
        this.in = in;
    }

    /** @throws NoArrayException where the file does not begin with a bracket */
    @Override
    public boolean next(RowBytes row) throws IOException {
        row.clear();
        int b = skipSpace();
        if (state == State.BEFORE) {
            if (b != '[') {
                throw new NoArrayException(b);
            }
            state = State.FIRST;
            b = skipSpace();
        }
        if (state == State.FIRST && b == ']') {
            state = State.AFTER;
            b = skipSpace();
        }
        if (state == State.AFTER) {
            return trailing(b, row);
        }
        if (b == ByteSource.END) {
            state = State.AFTER;
            elements++;
            fault = cutShort("the file ends within the array: its closing ']' is missing");
            return true;
        }
        state = State.FURTHER;
        elements++;
        element(b, row);
        return true;
    }

    private void element(int first, RowBytes row) throws IOException {
        long depth = 0;
        boolean inString = false;
        boolean escaped = false;
        for (int b = first; ; b = in.next()) {
            if (b == ByteSource.END) {
                // The missing end is this row's fault; nothing comes after it.
                state = State.AFTER;
                fault = cutShort("the file ends within this element of the array");
                return;
            }
            if (inString) {
                inString = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (depth == 0 && b == ',') {
                return;
            } else if (depth == 0 && b == ']') {
                state = State.AFTER;
                return;
            } else if (b == '}' || b == ']') {
                depth--;
            }
            // Between the parts of valid JSON a line break is a space, and within a string there is none.
            row.add(b == '\n' || b == '\r' ? inString ? b : ' ' : b);
        }
    }

    private boolean trailing(int b, RowBytes row) throws IOException {
        if (b == ByteSource.END) {
            return false;
        }
        elements++;
        fault = new Fault(Reasons.BAD_JSON, "something follows the array's closing ']'");
        for (int rest = b; rest != ByteSource.END; rest = in.next()) {
            row.add(rest);
        }
        return true;
    }

    private Fault cutShort(String where) {
        return new Fault(
                Reasons.TRUNCATED_FILE,
                where + ", after " + in.offset() + " bytes: it was cut short, or something before is not closed");
    }

    private int skipSpace() throws IOException {
        while (true) {
            line = in.line();
            offset = in.offset();
            int b = in.next();
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b;
            }
        }
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public long element() {
        return elements;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public @Nullable Fault fault() {
        return fault;
    }

    /** The file is no array at all. */
    static final class NoArrayException extends IOException {
        NoArrayException(int first) {
            super(first == ByteSource.END ? "there is nothing in it" : "it begins with " + show(first));
        }

        private static String show(int b) {
            return switch (b) {
                case 0x1F -> "byte 0x1F, as gzip does: let its name end in .gz";
                case 0x00, 0xFE, 0xFF -> String.format("byte 0x%02X, as UTF-16 does: write it in UTF-8", b);
                default -> b > ' ' && b < 0x7f ? "'" + (char) b + "'" : String.format("byte 0x%02X", b);
            };
        }
    }
}
