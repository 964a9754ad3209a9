package org.counterpoint.engine.decode;

import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.counterpoint.engine.vector.HalfRounding;

/**
 * Some outputs' weights in fp32 or bf16, in native memory, as {@link OneDnn}'s kernels read them: block after block of outputs, in a
 * block word after word, and of a word one of every output. A word is an input's weight in fp32 or those of two inputs in bf16.
 * Outputs are filled up to whole blocks and words to whole vectors, with zeros.
 */
final class OneDnnWeights {
    /** Outputs of a block: three vectors, so that the sums of eight rows and a word of each output have registers. */
    static final int BLOCK = 48;

    /** What words are filled up to a multiple of. */
    private static final int WORDS = 16;

    private final Layout layout;
    private final memory numbers;
    /** Of two inputs the first one's is in the lower half. */
    private final IntBuffer words;

    /** How many they are, and in what format. */
    record Layout(int outputs, int inputs, boolean bf16) {
        int inputsOfWord() {
            return bf16 ? 2 : 1;
        }

        /** Of an output, filled up. */
        int words() {
            int each = WORDS * inputsOfWord();
            return (inputs + each - 1) / each * WORDS;
        }

        /** Of all weights, filled up. */
        long bytes() {
            return (long) (outputs + BLOCK - 1) / BLOCK * BLOCK * words() * Integer.BYTES;
        }

        memory.data_type format() {
            return bf16 ? memory.data_type.bf16 : memory.data_type.f32;
        }

        memory.desc description() {
            return new memory.desc(
                    new long[] {inputs, outputs},
                    format(),
                    bf16 ? memory.format_tag.BA16a48b2a : memory.format_tag.BA16a48b);
        }
    }

    /** Weights that are all zero. */
    OneDnnWeights(NativeWeights room, Layout layout) {
        this.layout = layout;
        Pointer zeros = room.zeros(layout.bytes());
        this.numbers =
                room.keep(() -> new memory(layout.description(), room.library().cpu(), zeros));
        this.words = new BytePointer(zeros)
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

    /** @param block [words, {@link #BLOCK}] */
    void writeBlock(int number, int[] block) {
        words.put(number * block.length, block);
    }

    /** Copies the weights of one output to {@code into} from {@code at} on. */
    void copyOutput(int output, float[] into, int at) {
        int first = output / BLOCK * BLOCK * layout.words() + output % BLOCK;
        for (int k = 0; k < layout.inputs(); k++) {
            int word = words.get(first + k / layout.inputsOfWord() * BLOCK);
            if (!layout.bf16()) {
                into[at + k] = Float.intBitsToFloat(word);
            } else {
                into[at + k] = k % 2 == 0 ? HalfRounding.first(word) : HalfRounding.second(word);
            }
        }
    }
}
