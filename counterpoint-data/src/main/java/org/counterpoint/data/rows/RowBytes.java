package org.counterpoint.data.rows;

import java.util.Arrays;

/** The bytes of the row being read; those beyond the cap are counted, not kept. */
final class RowBytes {
    /** More than any answer; keeps a file of one endless line from filling the memory. */
    static final int MAX_BYTES = 16 << 20;

    private byte[] bytes = new byte[1 << 12];
    private int length;
    private long dropped;

    void add(int b) {
        if (length == MAX_BYTES) {
            dropped++;
            return;
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, bytes.length * 2));
        }
        bytes[length++] = (byte) b;
    }

    void add(byte[] source, int from, int count) {
        int fitting = Math.min(count, MAX_BYTES - length);
        dropped += count - fitting;
        if (length + fitting > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(length + fitting, bytes.length * 2)));
        }
        System.arraycopy(source, from, bytes, length, fitting);
        length += fitting;
    }

    void clear() {
        if (bytes.length > 1 << 20) {
            bytes = new byte[1 << 12];
        }
        length = 0;
        dropped = 0;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    boolean overflowed() {
        return dropped > 0;
    }

    /** Whether it begins as an object whose last bracket or quote is missing. */
    boolean leavesOpen() {
        int depth = 0;
        boolean inString = false;
        int i = 0;
        while (i < length && bytes[i] != '{') {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
            i++;
        }
        for (; i < length; i++) {
            byte b = bytes[i];
            if (b == '\\' && inString) {
                i++;
            } else if (b == '"') {
                inString = !inString;
            } else if (!inString && (b == '{' || b == '[')) {
                depth++;
            } else if (!inString && (b == '}' || b == ']')) {
                depth--;
            }
        }
        return inString || depth > 0;
    }

    /** Whether nothing but JSON's whitespace is there. */
    boolean blank() {
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return false;
            }
        }
        return true;
    }
}
