package org.counterpoint.data;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.counterpoint.store.Checksums;

/** What values are brought together by: 128 bits of a SHA-256, so that two texts have one key only if they are equal. */
public record Key(long high, long low) implements Serializable {
    /** The key of a text. */
    public static Key of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Key of(byte[] utf8) {
        ByteBuffer digest = ByteBuffer.wrap(Checksums.sha256(utf8));
        return new Key(digest.getLong(), digest.getLong());
    }
}
