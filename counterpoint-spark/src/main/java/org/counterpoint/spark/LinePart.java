package org.counterpoint.spark;

import java.io.IOException;
import java.io.InputStream;

/** The lines of a file that begin in a stretch of it, and how many line ends were read. */
final class LinePart extends InputStream {
    private final InputStream in;
    /** The byte after the stretch. */
    private final long end;

    private long position;
    private boolean ended;
    private long lines;

    /**
     * @param in stands at {@code start}, or one byte before it where that is not the file's first
     * @param start the stretch's first byte
     */
    LinePart(InputStream in, long start, long end) throws IOException {
        this.in = in;
        this.end = end;
        this.position = start;
        if (start > 0) {
            skipBegunLine();
        }
        ended = position >= end;
    }

    private void skipBegunLine() throws IOException {
        position--;
        for (int b = in.read(); b >= 0; b = in.read()) {
            position++;
            if (b == '\n') {
                return;
            }
        }
        position = end;
    }

    /** Where the next byte stands in the file. */
    long position() {
        return position;
    }

    /** Line ends read so far. */
    long lines() {
        return lines;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        // Up to the last byte of the stretch anything may follow; from there on the first line end is the part's own.
        long sure = end - 1 - position;
        int n = in.read(buffer, offset, sure > 0 ? (int) Math.min(length, sure) : length);
        if (n < 0) {
            ended = true;
            return -1;
        }
        for (int i = 0; i < n; i++) {
            if (buffer[offset + i] == '\n') {
                lines++;
                if (sure <= 0) {
                    ended = true;
                    position += i + 1;
                    return i + 1;
                }
            }
        }
        position += n;
        return n;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
