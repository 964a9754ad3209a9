package org.counterpoint.engine.weights.quant;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The scales of blocks. */
public sealed interface BlockScales {

    float of(int block);

    int blocks();

    /** Bytes that they take. */
    long byteSize();

    /** One fp32 number a block. */
    record Plain(FloatBuffer scales) implements BlockScales {
        @Override
        public float of(int block) {
            return scales.get(block);
        }

        @Override
        public int blocks() {
            return scales.limit();
        }

        @Override
        public long byteSize() {
            return (long) Float.BYTES * scales.limit();
        }
    }

    /**
     * Quantised themselves: code[q] * outer + offset, one outer scale for {@code size} blocks.
     *
     * @param quantised one byte a block
     * @param code 256 numbers
     * @param offset the mean of the scales, which was taken from them
     */
    record Nested(ByteBuffer quantised, float[] code, float[] outer, int size, float offset) implements BlockScales {
        @Override
        public float of(int block) {
            return code[quantised.get(block) & 0xff] * outer[block / size] + offset;
        }

        @Override
        public int blocks() {
            return quantised.limit();
        }

        @Override
        public long byteSize() {
            return quantised.limit() + (long) Float.BYTES * (code.length + outer.length + 1);
        }
    }
}
