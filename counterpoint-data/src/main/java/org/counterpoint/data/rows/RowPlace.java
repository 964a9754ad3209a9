package org.counterpoint.data.rows;

import java.util.zip.CRC32C;

/**
 * Where in a file a row's bytes stand, so that they can be read again instead of being kept.
 *
 * @param offset of the first byte in the file
 * @param checksum CRC-32C of the bytes: whether the file is still what it was
 */
public record RowPlace(long offset, int length, int checksum) {
    /** Whether these are the bytes that were read there. */
    boolean isOf(byte[] bytes) {
        return of(offset, bytes, 0, bytes.length).equals(this);
    }

    static RowPlace of(long offset, byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return new RowPlace(offset, length, (int) checksum.getValue());
    }
}
