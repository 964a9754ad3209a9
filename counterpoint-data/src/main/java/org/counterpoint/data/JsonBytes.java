package org.counterpoint.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON in UTF-8, growing part by part. For one thread. */
public final class JsonBytes {
    private static final byte[] UPPER = ascii("0123456789ABCDEF");
    private static final byte[] LOWER = ascii("0123456789abcdef");

    private final byte[] hex;
    private byte[] bytes = new byte[256];
    private int length;

    /** Escapes texts as Jackson does. */
    public JsonBytes() {
        this(UPPER);
    }

    private JsonBytes(byte[] hex) {
        this.hex = hex;
    }

    /** Escapes texts as Python's json does where it may write other characters than ASCII. */
    static JsonBytes asInPython() {
        return new JsonBytes(LOWER);
    }

    /** For what is written again and again. */
    public static byte[] ascii(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
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
        return copy(json, 0, json.length);
    }

    /** What stands in another between two places. */
    public JsonBytes json(JsonBytes other, int from, int to) {
        return copy(other.bytes, from, to);
    }

    /** A text as a string. */
    public JsonBytes text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text in UTF-8 as a string. */
    public JsonBytes text(byte[] utf8) {
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

    /** A whole number. */
    public JsonBytes number(long value) {
        if (value < 0) {
            return json(Long.toString(value));
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        ensure(digits);
        length += digits;
        long rest = value;
        for (int at = length - 1; at >= length - digits; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    /** Bytes as hex digits, two for each, not as a string. */
    public JsonBytes hex(byte[] raw) {
        ensure(2 * raw.length);
        for (byte b : raw) {
            bytes[length++] = LOWER[b >> 4 & 15];
            bytes[length++] = LOWER[b & 15];
        }
        return this;
    }

    /** Ends a line. */
    public JsonBytes endLine() {
        ensure(1);
        bytes[length++] = '\n';
        return this;
    }

    public int length() {
        return length;
    }

    /** Begins anew, in the room that there is. */
    public void clear() {
        length = 0;
    }

    /** How many bytes there is room for without growing. */
    public int room() {
        return bytes.length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    private JsonBytes copy(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
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
                bytes[length++] = hex[b >> 4];
                bytes[length++] = hex[b & 15];
            }
        }
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
