package org.counterpoint.data.rows;

import java.io.IOException;
import java.io.InputStream;

/** A file's bytes, counted; its failures are {@link DiskException}s, so that a decompressor's own are told apart. */
final class CountedFile extends InputStream {
    private final InputStream in;
    private volatile long count;

    CountedFile(InputStream in) {
        this.in = in;
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread reads; others only look
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int n = in.read(buffer, offset, length);
            count += Math.max(0, n);
            return n;
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
