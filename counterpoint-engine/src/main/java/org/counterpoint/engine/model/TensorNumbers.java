package org.counterpoint.engine.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.vector.HalfRounding;

/**
 * The numbers of a contiguous tensor in the processor's memory, fp32 or bf16, as runs of floats that are so far apart in the tensor,
 * and so far in an array. For one thread, while the tensor lives.
 */
sealed interface TensorNumbers {
    /** What a tensor may have at most. */
    long MOST_BYTES = Integer.MAX_VALUE;

    static TensorNumbers of(Tensor tensor) {
        ByteBuffer bytes = new BytePointer(tensor.data_ptr())
                .capacity(tensor.numel() * tensor.element_size())
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
        return Tensors.isFloat(tensor) ? new Floats(bytes.asFloatBuffer()) : new Halves(bytes.asShortBuffer());
    }

    /**
     * Numbers that belong together: {@code runs} of {@code count}, whose beginnings are {@code apart} in the tensor and {@code
     * apartInArray} in an array.
     */
    record Runs(int runs, int count, int apart, int apartInArray) {
        /** One run. */
        static Runs one(int count) {
            return new Runs(1, count, 0, 0);
        }
    }

    /** Reads from {@code at} on. */
    void read(int at, Runs runs, float[] into, int to);

    /** Writes to {@code at} on. */
    void write(float[] from, int position, Runs runs, int at);

    record Floats(FloatBuffer numbers) implements TensorNumbers {
        @Override
        public void read(int at, Runs runs, float[] into, int to) {
            for (int i = 0; i < runs.runs(); i++) {
                numbers.get(at + i * runs.apart(), into, to + i * runs.apartInArray(), runs.count());
            }
        }

        @Override
        public void write(float[] from, int position, Runs runs, int at) {
            for (int i = 0; i < runs.runs(); i++) {
                numbers.put(at + i * runs.apart(), from, position + i * runs.apartInArray(), runs.count());
            }
        }
    }

    /** bf16. */
    final class Halves implements TensorNumbers {
        private final ShortBuffer numbers;
        private short[] run = new short[0];

        private Halves(ShortBuffer numbers) {
            this.numbers = numbers;
        }

        @Override
        public void read(int at, Runs runs, float[] into, int to) {
            reserve(runs.count());
            for (int i = 0; i < runs.runs(); i++) {
                numbers.get(at + i * runs.apart(), run, 0, runs.count());
                HalfRounding.widen(run, 0, runs.count(), into, to + i * runs.apartInArray());
            }
        }

        @Override
        public void write(float[] from, int position, Runs runs, int at) {
            reserve(runs.count());
            for (int i = 0; i < runs.runs(); i++) {
                HalfRounding.round(from, position + i * runs.apartInArray(), runs.count(), run, 0);
                numbers.put(at + i * runs.apart(), run, 0, runs.count());
            }
        }

        private void reserve(int count) {
            if (run.length < count) {
                run = new short[count];
            }
        }
    }
}
