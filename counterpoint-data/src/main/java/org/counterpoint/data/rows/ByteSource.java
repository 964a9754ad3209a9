package org.counterpoint.data.rows;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** A stream's bytes one by one, a byte order mark at the start skipped, line ends counted. */
final class ByteSource implements Closeable {
    static final int END = -1;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long before;
    private long line;
    private boolean endedLine;

    ByteSource(InputStream in) throws IOException {
        this(in, 0, 1);
    }

    /**
     * A stream that begins within a file.
     *
     * @param offset where its first byte stands in the file
     * @param line the number of the line that begins there
     */
    ByteSource(InputStream in, long offset, long line) throws IOException {
        this.in = in;
        this.before = offset;
        this.line = line;
        while (limit < 3 && fill()) {
            // A pipe may give its first bytes one at a time.
        }
        if (offset == 0
                && limit >= 3
                && buffer[0] == (byte) 0xEF
                && buffer[1] == (byte) 0xBB
                && buffer[2] == (byte) 0xBF) {
            position = 3;
        }
    }

    /** The first two characters that are no white space, as far as the buffer holds them; nothing is taken. */
    String beginning() throws IOException {
        StringBuilder first = new StringBuilder(2);
        for (int i = position; first.length() < 2 && (i < limit || limit < buffer.length && fill()); i++) {
            char c = (char) (buffer[i] & 0xff);
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                first.append(c);
            }
        }
        return first.toString();
    }

    /** The next byte, 0 to 255, or {@link #END}. */
    int next() throws IOException {
        if (position == limit && !refill()) {
            return END;
        }
        int b = buffer[position++] & 0xff;
        if (b == '\n') {
            line++;
        }
        return b;
    }

    /** Puts what is left of the line into {@code row}, without its end; false where nothing is left. */
    boolean line(RowBytes row) throws IOException {
        boolean any = false;
        endedLine = false;
        while (true) {
            if (position == limit && !refill()) {
                return any;
            }
            any = true;
            int end = LineEnds.next(buffer, position, limit);
            row.add(buffer, position, end - position);
            position = end;
            if (end < limit) {
                position++;
                line++;
                endedLine = true;
                return true;
            }
        }
    }

    /** Whether the line read last had an end of its own, not the stream's. */
    boolean endedLine() {
        return endedLine;
    }

    /** The line, from 1, on which the next byte stands. */
    long line() {
        return line;
    }

    /** Where the next byte stands in the stream, from 0. */
    long offset() {
        return before + position;
    }

    private boolean refill() throws IOException {
        before += limit;
        position = 0;
        limit = 0;
        return fill();
    }

    private boolean fill() throws IOException {
        int n = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, n);
        return n > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
