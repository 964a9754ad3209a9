package org.counterpoint.engine.decode;

import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.counterpoint.engine.vector.HalfRounding;

/**
 * Some outputs' weights in bf16, in native memory, as {@link OneDnn}'s kernels read them: block after block of 64 outputs, in a block
 * pair after pair of inputs, and of a pair one of every output. Outputs are filled up to whole blocks and inputs to 32, with
 * zeros.
 */
final class OneDnnWeights {
    /** Outputs of a block. */
    static final int BLOCK = 64;

    /** What inputs are filled up to a multiple of. */
    private static final int INPUTS = 32;

    private final Layout layout;
    private final memory numbers;
    /** An int for a pair, the first input's in the lower half. */
    private final IntBuffer pairs;

    /** How many they are. */
    record Layout(int outputs, int inputs) {
        /** Pairs of inputs, filled up. */
        int pairs() {
            return (inputs + INPUTS - 1) / INPUTS * INPUTS / 2;
        }

        /** Of all weights, filled up. */
        long bytes() {
            return (long) (outputs + BLOCK - 1) / BLOCK * BLOCK * pairs() * Integer.BYTES;
        }

        memory.desc description() {
            return new memory.desc(new long[] {inputs, outputs}, memory.data_type.bf16, memory.format_tag.BA16a64b2a);
        }
    }

    /** Weights that are all zero. */
    OneDnnWeights(NativeWeights room, Layout layout) {
        this.layout = layout;
        Pointer zeros = room.zeros(layout.bytes());
        this.numbers =
                room.keep(() -> new memory(layout.description(), room.library().cpu(), zeros));
        this.pairs = new BytePointer(zeros)
                .capacity(layout.bytes())
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asIntBuffer();
    }

    Layout layout() {
        return layout;
    }

    memory numbers() {
        return numbers;
    }

    /** @param block [pairs, 64] */
    void writeBlock(int number, int[] block) {
        pairs.put(number * block.length, block);
    }

    /** Copies the weights of one output to {@code into} from {@code at} on. */
    void copyOutput(int output, float[] into, int at) {
        int first = output / BLOCK * BLOCK * layout.pairs() + output % BLOCK;
        for (int k = 0; k < layout.inputs(); k++) {
            int pair = pairs.get(first + k / 2 * BLOCK);
            into[at + k] = k % 2 == 0 ? HalfRounding.first(pair) : HalfRounding.second(pair);
        }
    }
}
