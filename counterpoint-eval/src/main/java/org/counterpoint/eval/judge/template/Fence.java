package org.counterpoint.eval.judge.template;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * The mark that fences texts off in a judge's prompt. It is drawn from the texts themselves by SHA-256: whoever writes
 * one of them cannot write the mark into it without knowing the others and inverting the hash, and the same texts have
 * the same mark, so that a question once asked is known again.
 */
final class Fence {
    private static final int LENGTH = 12;

    private Fence() {}

    static String around(Collection<String> texts) {
        for (int salt = 0; ; salt++) {
            String mark = mark(salt, texts);
            if (texts.stream().noneMatch(text -> text.contains(mark))) {
                return mark;
            }
        }
    }

    private static String mark(int salt, Collection<String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) salt);
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
