package org.counterpoint.data.write;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts as JSON strings in UTF-8, escaped as Jackson escapes them. */
final class QuotedText {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    private QuotedText(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** The text with its quotes. */
    static byte[] of(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        QuotedText out = new QuotedText(utf8.length + (utf8.length >> 5) + 8);
        out.quote(utf8);
        return out.bytes.length == out.length ? out.bytes : Arrays.copyOf(out.bytes, out.length);
    }

    private void quote(byte[] utf8) {
        bytes[length++] = '"';
        int from = 0;
        for (int i = 0; i < utf8.length; i++) {
            int b = utf8[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                copy(utf8, from, i);
                escape(b);
                from = i + 1;
            }
        }
        copy(utf8, from, utf8.length);
        ensure(1);
        bytes[length++] = '"';
    }

    private void copy(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    private void escape(int b) {
        ensure(6);
        bytes[length++] = '\\';
        switch (b) {
            case '"', '\\' -> bytes[length++] = (byte) b;
            case '\b' -> bytes[length++] = 'b';
            case '\f' -> bytes[length++] = 'f';
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[b >> 4];
                bytes[length++] = HEX[b & 15];
            }
        }
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
