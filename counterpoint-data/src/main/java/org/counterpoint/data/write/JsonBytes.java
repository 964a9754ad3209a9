package org.counterpoint.data.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.counterpoint.data.JsonRuns;

/** JSON in UTF-8, growing part by part; texts are escaped as Jackson escapes them. For one thread. */
public final class JsonBytes {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    public JsonBytes() {
        this(256);
    }

    /** @param capacity about how many bytes are to be expected */
    public JsonBytes(int capacity) {
        this.bytes = new byte[Math.max(16, capacity)];
    }

    /** The text with its quotes. */
    static byte[] quoted(String text) {
        JsonBytes out = new JsonBytes(text.length() + (text.length() >> 4) + 8);
        return out.text(text).toBytes();
    }

    /** What is JSON already, ASCII only. */
    public JsonBytes json(String json) {
        ensure(json.length());
        for (int i = 0; i < json.length(); i++) {
            bytes[length++] = (byte) json.charAt(i);
        }
        return this;
    }

    /** What is JSON already. */
    public JsonBytes json(byte[] json) {
        copy(json, 0, json.length);
        return this;
    }

    /** A text as a string. */
    public JsonBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ensure(utf8.length + (utf8.length >> 4) + 2);
        bytes[length++] = '"';
        int from = 0;
        int stop = JsonRuns.end(utf8, 0, utf8.length);
        while (stop < utf8.length) {
            copy(utf8, from, stop);
            escape(utf8[stop]);
            from = stop + 1;
            stop = JsonRuns.end(utf8, from, utf8.length);
        }
        copy(utf8, from, stop);
        ensure(1);
        bytes[length++] = '"';
        return this;
    }

    /** Ends a line. */
    public JsonBytes endLine() {
        ensure(1);
        bytes[length++] = '\n';
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    private void copy(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    private void escape(byte b) {
        ensure(6);
        bytes[length++] = '\\';
        switch (b) {
            case '"', '\\' -> bytes[length++] = b;
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
