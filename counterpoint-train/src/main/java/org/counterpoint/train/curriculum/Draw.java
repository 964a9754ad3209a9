package org.counterpoint.train.curriculum;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A random number that is a pure function of what it is for, and not of how many were drawn before. */
public record Draw(long seed, long epoch, String groupId) {

    /** Uniform in [0, 1). */
    public double uniform() {
        return (bits() >>> 11) * 0x1p-53;
    }

    /** 64 random bits. */
    long bits() {
        byte[] id = groupId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(16 + id.length);
        buffer.putLong(seed).putLong(epoch).put(id);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(buffer.array()))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
