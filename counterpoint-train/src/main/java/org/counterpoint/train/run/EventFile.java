package org.counterpoint.train.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;
import org.counterpoint.store.GrowingFile;

/**
 * A TensorBoard event file: records of TensorFlow's framing (length, masked CRC-32C of the length, data, masked CRC-32C
 * of the data), each an Event message with scalars of the Summary message.
 */
final class EventFile implements AutoCloseable {
    private final GrowingFile file;

    /** @param bytes what of the file stays */
    EventFile(Path path, long bytes, double wallTime) throws IOException {
        Files.createDirectories(path.resolveSibling(""));
        file = GrowingFile.open(path, bytes);
        boolean usable = false;
        try {
            if (file.length() == 0) {
                Message event = new Message();
                event.real(1, wallTime);
                event.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
                write(event.toByteArray());
            }
            usable = true;
        } finally {
            if (!usable) {
                file.close();
            }
        }
    }

    /**
     * @param wallTime seconds since 1970
     * @param scalars by tag; those that are not finite are left out
     */
    void write(double wallTime, long step, Map<String, Double> scalars) throws IOException {
        Message summary = new Message();
        scalars.forEach((tag, value) -> {
            if (Double.isFinite(value)) {
                Message scalar = new Message();
                scalar.bytes(1, tag.getBytes(StandardCharsets.UTF_8));
                scalar.single(2, value.floatValue());
                summary.bytes(1, scalar.toByteArray());
            }
        });
        Message event = new Message();
        event.real(1, wallTime);
        event.whole(2, step);
        event.bytes(5, summary.toByteArray());
        write(event.toByteArray());
    }

    private void write(byte[] data) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(16 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(masked(record.array(), 0, 8));
        record.put(data);
        record.putInt(masked(data, 0, data.length));
        file.append(record.array());
    }

    private static int masked(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        int value = (int) crc.getValue();
        return ((value >>> 15) | (value << 17)) + 0xa282ead8;
    }

    /** How long the file is, brought to the disk. */
    long sync() throws IOException {
        return file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The few field types of protocol buffers that an event needs. */
    private static final class Message extends ByteArrayOutputStream {
        private static final int VARINT = 0;
        private static final int FIXED_64 = 1;
        private static final int BYTES = 2;
        private static final int FIXED_32 = 5;

        void whole(int field, long value) {
            tag(field, VARINT);
            varint(value);
        }

        void real(int field, double value) {
            tag(field, FIXED_64);
            fixed(Double.doubleToLongBits(value), 8);
        }

        void single(int field, float value) {
            tag(field, FIXED_32);
            fixed(Float.floatToIntBits(value), 4);
        }

        void bytes(int field, byte[] value) {
            tag(field, BYTES);
            varint(value.length);
            writeBytes(value);
        }

        private void tag(int field, int type) {
            varint((long) field << 3 | type);
        }

        private void fixed(long bits, int bytes) {
            for (int i = 0; i < bytes; i++) {
                write((int) (bits >>> (8 * i)));
            }
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            write((int) rest);
        }
    }
}
