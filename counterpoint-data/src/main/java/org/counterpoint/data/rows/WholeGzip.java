package org.counterpoint.data.rows;

import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * All members of a gzip file (RFC 1952). The JDK's stream ends in silence before what is none, such as one whose header is damaged, and the
 * rows of all further ones would be lost.
 */
final class WholeGzip extends GZIPInputStream {
    /** Bytes of a member's checksum and length. */
    private static final int TRAILER = 8;

    private final CountedFile packed;
    /** Where the file stood when bytes were last given to the inflater. */
    private long filled;

    WholeGzip(CountedFile packed, int buffer) throws IOException {
        super(packed, buffer);
        this.packed = packed;
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        filled = packed.count();
    }

    @Override
    public int read(byte[] into, int at, int count) throws IOException {
        int read = super.read(into, at, count);
        if (read < 0) {
            requireEnd(filled - inf.getRemaining() + TRAILER);
        }
        return read;
    }

    private void requireEnd(long end) throws IOException {
        if (packed.read() >= 0 || packed.count() > end) {
            throw new ZipException("no gzip data from byte " + end + " on");
        }
    }
}
