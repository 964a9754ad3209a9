package org.counterpoint.engine.weights;

import java.util.Arrays;
import java.util.Optional;

/** Element types of the safetensors format. Only {@link #F32}, {@link #F16} and {@link #BF16} serve as weights. */
public enum DType {
    F32(32, "float32"),
    F16(16, "float16"),
    BF16(16, "bfloat16"),
    F64(64, "float64"),
    I64(64, "int64"),
    I32(32, "int32"),
    I16(16, "int16"),
    I8(8, "int8"),
    U64(64, "uint64"),
    U32(32, "uint32"),
    U16(16, "uint16"),
    U8(8, "uint8"),
    BOOL(8, "bool"),
    C64(64, "complex64"),
    F8_E4M3(8, "float8_e4m3fn"),
    F8_E5M2(8, "float8_e5m2"),
    F8_E8M0(8, "float8_e8m0fnu"),
    F6_E2M3(6, "float6_e2m3fn"),
    F6_E3M2(6, "float6_e3m2fn"),
    F4(4, "float4_e2m1fn_x2");

    private final int bits;
    private final String torchName;

    DType(int bits, String torchName) {
        this.bits = bits;
        this.torchName = torchName;
    }

    /** The type of this name in a safetensors header. */
    public static Optional<DType> named(String name) {
        return Arrays.stream(values()).filter(t -> t.name().equals(name)).findFirst();
    }

    /** Bits an element; below 8 elements are packed. */
    public int bits() {
        return bits;
    }

    /** Bytes an element of a type that serves as weights. */
    public int bytes() {
        if (bits % 8 != 0) {
            throw new IllegalStateException(this + " has no whole bytes");
        }
        return bits / 8;
    }

    /** The name in {@code config.json}'s {@code dtype}. */
    public String torchName() {
        return torchName;
    }

    /** Whether the engine computes with weights of this type. */
    public boolean servesAsWeights() {
        return this == F32 || this == F16 || this == BF16;
    }
}
