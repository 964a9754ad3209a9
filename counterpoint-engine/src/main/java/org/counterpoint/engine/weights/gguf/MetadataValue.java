package org.counterpoint.engine.weights.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A value of a GGUF file's metadata. */
sealed interface MetadataValue {

    /** A whole number of whatever width, signed or not. */
    record Whole(long value) implements MetadataValue {}

    /** A number in fp32 or fp64; fp32 as its shortest decimal, which is what its maker wrote. */
    record Real(double value) implements MetadataValue {}

    record Flag(boolean value) implements MetadataValue {}

    record Text(String value) implements MetadataValue {}

    record Texts(List<String> values) implements MetadataValue {
        public Texts {
            values = List.copyOf(values);
        }
    }

    /** Numbers or flags as the file's bytes, so that a long array takes no more memory than there. */
    record Numbers(ElementType type, ByteBuffer bytes) implements MetadataValue {
        int size() {
            return bytes.limit() / type.bytes;
        }

        double at(int i) {
            return type.read(bytes, i * type.bytes);
        }
    }

    /** What an array holds: the file's numbers of types. */
    enum ElementType {
        UINT8(0, 1),
        INT8(1, 1),
        UINT16(2, 2),
        INT16(3, 2),
        UINT32(4, 4),
        INT32(5, 4),
        FLOAT32(6, 4),
        BOOL(7, 1),
        STRING(8, 0),
        ARRAY(9, 0),
        UINT64(10, 8),
        INT64(11, 8),
        FLOAT64(12, 8);

        final int id;
        final int bytes;

        ElementType(int id, int bytes) {
            this.id = id;
            this.bytes = bytes;
        }

        double read(ByteBuffer in, int at) {
            ByteBuffer little = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            return switch (this) {
                case UINT8, BOOL -> in.get(at) & 0xff;
                case INT8 -> in.get(at);
                case UINT16 -> little.getShort(at) & 0xffff;
                case INT16 -> little.getShort(at);
                case UINT32 -> little.getInt(at) & 0xffffffffL;
                case INT32 -> little.getInt(at);
                case FLOAT32 -> little.getFloat(at);
                case UINT64, INT64 -> little.getLong(at);
                case FLOAT64 -> little.getDouble(at);
                case STRING, ARRAY -> throw new IllegalStateException(this + " is no number");
            };
        }
    }
}
