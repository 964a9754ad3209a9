package org.counterpoint.engine.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hash of everything that decides which tokens a text becomes. */
final class Identity {
    private static final String RULES = "counterpoint text 1";

    private Identity() {}

    static String of(byte[] tokenizer, @Nullable TemplateSource template, SpecialTokens special, boolean appendEos) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, RULES.getBytes(StandardCharsets.UTF_8));
            update(digest, tokenizer);
            update(digest, (template == null ? "" : template.text()).getBytes(StandardCharsets.UTF_8));
            update(digest, special.byName().toString().getBytes(StandardCharsets.UTF_8));
            update(digest, new byte[] {(byte) (template == null ? 0 : 1), (byte) (appendEos ? 1 : 0)});
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** With its length, so that no two lists of parts run together. */
    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }
}
