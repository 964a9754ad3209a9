package org.counterpoint.data;

import java.nio.ByteBuffer;

/** What values are brought together by: 128 bits of a SHA-256, so that two texts have one key only if they are equal. */
public record Key(long high, long low) {
    /** The key of a text. */
    public static Key of(String text) {
        ByteBuffer digest = ByteBuffer.wrap(Sha256.of(text));
        return new Key(digest.getLong(), digest.getLong());
    }
}
