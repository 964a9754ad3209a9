package org.counterpoint.answer.generate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Where a sampled answer's random stream begins: a function of seed, row and sample, whatever else is in the file. */
public final class RowSeed {

    private RowSeed() {}

    public static long of(long seed, String id, int sample) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + name.length);
        key.putLong(seed).putInt(sample).put(name);
        return ByteBuffer.wrap(sha256().digest(key.array())).getLong();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
