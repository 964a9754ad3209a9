package org.counterpoint.store.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.counterpoint.store.Checksums;

/**
 * The hash by which the Hub names a file's content: SHA-256 for what lies in git-lfs (64 digits), and git's own for the
 * rest: SHA-1 of {@code "blob LENGTH\0"} and the content (40 digits).
 *
 * @param hex in lower case
 */
record ContentHash(String hex) {

    private static final int GIT = 40;

    /** From the value of an {@code ETag} header; empty where that is neither. */
    static Optional<ContentHash> ofTag(String tag) {
        String bare = tag.strip().replaceFirst("^W/", "").replace("\"", "").toLowerCase(Locale.ROOT);
        return bare.matches("[0-9a-f]{40}|[0-9a-f]{64}") ? Optional.of(new ContentHash(bare)) : Optional.empty();
    }

    String kind() {
        return hex.length() == GIT ? "git's SHA-1" : "SHA-256";
    }

    /** Of this kind, of what a file holds. */
    ContentHash of(Path file) throws IOException {
        return new ContentHash(hex.length() == GIT ? git(file) : Checksums.sha256(file));
    }

    private static String git(Path file) throws IOException {
        MessageDigest digest = sha1();
        digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[1 << 16];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                digest.update(piece, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
