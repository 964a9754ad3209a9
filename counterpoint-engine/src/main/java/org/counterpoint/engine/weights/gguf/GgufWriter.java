package org.counterpoint.engine.weights.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.counterpoint.engine.weights.gguf.MetadataValue.ElementType;
import org.counterpoint.store.FileFailure;
import org.counterpoint.store.WholeFile;

/** A GGUF file of version 3, little-endian, that appears whole. */
final class GgufWriter {
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;
    private static final int ROWS_AT_ONCE = 64;

    private final Bytes metadata = new Bytes();
    private long keys;
    private final List<Tensor> tensors = new ArrayList<>();

    /**
     * A tensor to be written.
     *
     * @param rows how many rows of {@code width} numbers; a vector is one row
     * @param vector whether it has one dimension
     */
    record Tensor(String name, TensorType type, int rows, int width, boolean vector, Row reader) {
        long bytes() {
            return type.bytes((long) rows * width);
        }
    }

    /** Reads a tensor's row in the file's order. */
    @FunctionalInterface
    interface Row {
        void read(int row, float[] into);
    }

    /** Little-endian values in memory. */
    private static final class Bytes extends ByteArrayOutputStream {
        void u32(int value) {
            writeBytes(little(4).putInt(value).array());
        }

        void u64(long value) {
            writeBytes(little(8).putLong(value).array());
        }

        void f32(float value) {
            writeBytes(little(4).putFloat(value).array());
        }

        void text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            u64(utf8.length);
            writeBytes(utf8);
        }

        private static ByteBuffer little(int size) {
            return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private void key(String key, ElementType type) {
        metadata.text(key);
        metadata.u32(type.id);
        keys++;
    }

    GgufWriter text(String key, String value) {
        key(key, ElementType.STRING);
        metadata.text(value);
        return this;
    }

    GgufWriter whole(String key, long value) {
        key(key, ElementType.UINT32);
        metadata.u32(Math.toIntExact(value));
        return this;
    }

    GgufWriter real(String key, double value) {
        key(key, ElementType.FLOAT32);
        metadata.f32((float) value);
        return this;
    }

    GgufWriter flag(String key, boolean value) {
        key(key, ElementType.BOOL);
        metadata.write(value ? 1 : 0);
        return this;
    }

    private void array(String key, ElementType type, int size) {
        key(key, ElementType.ARRAY);
        metadata.u32(type.id);
        metadata.u64(size);
    }

    GgufWriter texts(String key, Collection<String> values) {
        array(key, ElementType.STRING, values.size());
        values.forEach(metadata::text);
        return this;
    }

    GgufWriter wholes(String key, int[] values) {
        array(key, ElementType.INT32, values.length);
        for (int value : values) {
            metadata.u32(value);
        }
        return this;
    }

    GgufWriter reals(String key, float[] values) {
        array(key, ElementType.FLOAT32, values.length);
        for (float value : values) {
            metadata.f32(value);
        }
        return this;
    }

    GgufWriter tensor(Tensor tensor) {
        tensors.add(tensor);
        return this;
    }

    /** Writes all; a file of this name is replaced. */
    void write(Path file) throws IOException {
        Path work = WholeFile.beside(file);
        try {
            try (FileChannel channel = FileChannel.open(
                    work, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                write(channel);
            }
            WholeFile.publish(work, file);
        } catch (IOException e) {
            throw FileFailure.of(file, e);
        } finally {
            Files.deleteIfExists(work);
        }
    }

    private void write(FileChannel channel) throws IOException {
        Bytes head = new Bytes();
        head.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        head.u32(VERSION);
        head.u64(tensors.size());
        head.u64(keys);
        head.writeBytes(metadata.toByteArray());
        long offset = 0;
        for (Tensor tensor : tensors) {
            head.text(tensor.name());
            head.u32(tensor.vector() ? 1 : 2);
            head.u64(tensor.width());
            if (!tensor.vector()) {
                head.u64(tensor.rows());
            }
            head.u32(tensor.type().id());
            head.u64(offset);
            offset = aligned(offset + tensor.bytes());
        }
        put(channel, ByteBuffer.wrap(head.toByteArray()));
        pad(channel);
        for (Tensor tensor : tensors) {
            write(tensor, channel);
            pad(channel);
        }
    }

    private static void write(Tensor tensor, FileChannel channel) throws IOException {
        float[] row = new float[tensor.width()];
        int rowBytes = Math.toIntExact(tensor.type().bytes(tensor.width()));
        ByteBuffer buffer = ByteBuffer.allocateDirect(
                        Math.multiplyExact(rowBytes, Math.min(ROWS_AT_ONCE, tensor.rows())))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < tensor.rows(); at++) {
            tensor.reader().read(at, row);
            BlockEncoder.encode(tensor.type(), row, tensor.name(), buffer);
            if (buffer.remaining() < rowBytes || at == tensor.rows() - 1) {
                put(channel, buffer.flip());
                buffer.clear();
            }
        }
    }

    private static void put(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void pad(FileChannel channel) throws IOException {
        put(channel, ByteBuffer.allocate((int) (aligned(channel.position()) - channel.position())));
    }

    private static long aligned(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
