package org.counterpoint.engine.weights.gguf;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How numbers are stored in a GGUF file: in blocks of the same size, along a row. */
public enum TensorType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    BF16(30, 1, 2);

    private final int id;
    private final int block;
    private final int blockBytes;

    TensorType(int id, int block, int blockBytes) {
        this.id = id;
        this.block = block;
        this.blockBytes = blockBytes;
    }

    static Optional<TensorType> of(long id) {
        return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
    }

    /** What a type that is not read is called, where it is one of llama.cpp's. */
    static String nameOf(long id) {
        return switch ((int) Math.min(id, Integer.MAX_VALUE)) {
            case 9 -> "Q8_1";
            case 10 -> "Q2_K";
            case 11 -> "Q3_K";
            case 15 -> "Q8_K";
            case 16 -> "IQ2_XXS";
            case 17 -> "IQ2_XS";
            case 18 -> "IQ3_XXS";
            case 19 -> "IQ1_S";
            case 20 -> "IQ4_NL";
            case 21 -> "IQ3_S";
            case 22 -> "IQ2_S";
            case 23 -> "IQ4_XS";
            case 24 -> "I8";
            case 25 -> "I16";
            case 26 -> "I32";
            case 27 -> "I64";
            case 28 -> "F64";
            case 29 -> "IQ1_M";
            case 34 -> "TQ1_0";
            case 35 -> "TQ2_0";
            case 39 -> "MXFP4";
            default -> of(id).map(TensorType::name).orElse("of number " + id);
        };
    }

    static String known() {
        return Arrays.stream(values()).map(TensorType::name).collect(Collectors.joining(", "));
    }

    /** Its number in the file. */
    int id() {
        return id;
    }

    /** Numbers a block. */
    int block() {
        return block;
    }

    /** Bytes a block. */
    int blockBytes() {
        return blockBytes;
    }

    /** Bytes of so many numbers, which are whole blocks. */
    long bytes(long numbers) {
        return Math.multiplyExact(numbers / block, (long) blockBytes);
    }

    /** How many numbers share a scale. */
    int scaleEvery() {
        return this == Q6_K ? 16 : 32;
    }

    /** Whether something is added to whole numbers when they were multiplied by their scale. */
    boolean hasOffsets() {
        return switch (this) {
            case Q4_1, Q5_1, Q4_K, Q5_K -> true;
            default -> false;
        };
    }

    /** Bits of a whole number. */
    int bits() {
        return switch (this) {
            case Q4_0, Q4_1, Q4_K -> 4;
            case Q5_0, Q5_1, Q5_K -> 5;
            case Q6_K -> 6;
            case Q8_0 -> 8;
            case F16, BF16 -> 16;
            case F32 -> 32;
        };
    }

    /** Whether numbers stand alone, without a scale that they share. */
    boolean plain() {
        return block == 1;
    }
}
