package org.counterpoint.engine.weights.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Bytes of GGUF files that tests make up, sound or not. */
final class GgufBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static GgufBytes header(int version, long tensors, long keys) {
        return new GgufBytes().int32(0x46554747).int32(version).int64(tensors).int64(keys);
    }

    GgufBytes int32(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    GgufBytes int64(long value) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    GgufBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int64(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** A metadata key with a string. */
    GgufBytes key(String key, String value) {
        return text(key).int32(8).text(value);
    }

    GgufBytes key(String key, int value) {
        return text(key).int32(4).int32(value);
    }

    /** A tensor of one dimension. */
    GgufBytes tensor(String name, long size, int type, long offset) {
        return text(name).int32(1).int64(size).int32(type).int64(offset);
    }

    GgufBytes data(int bytes) {
        int gap = (32 - out.size() % 32) % 32;
        out.writeBytes(new byte[gap + bytes]);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
