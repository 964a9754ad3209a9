package org.counterpoint.demo.world;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Three parts of the world that share no instance: the same question in other words is in the same part. */
public enum Split {
    /** For every model's training. */
    TRAIN,
    /** For choosing settings. */
    DEVELOPMENT,
    /** For the final figures. */
    TEST;

    private static final int OF = 10;

    /** Where an instance belongs: 8, 1 and 1 of ten, by its hash. */
    static Split of(String instance) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(instance.getBytes(StandardCharsets.UTF_8));
            return part(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Split part(byte[] hash) {
        int place = ((Byte.toUnsignedInt(hash[0]) << 8) + Byte.toUnsignedInt(hash[1])) % OF;
        return place < OF - 2 ? TRAIN : place == OF - 2 ? DEVELOPMENT : TEST;
    }
}
