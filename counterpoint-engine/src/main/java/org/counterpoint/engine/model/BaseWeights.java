package org.counterpoint.engine.model;

/** How the weights beneath an adapter are held; in fp32 passes always in fp32. */
public enum BaseWeights {
    /** Matrices of 16 bits a number as they lie in their file, read by the system when needed; others as {@link #LOADED}. */
    MAPPED,
    /** bf16 copies. */
    LOADED,
    /** fp32 beside the bf16 that products take. */
    FP32,
    /** The layers' matrices in 8 bits a number, one scale a row; others as {@link #MAPPED}. */
    INT8,
    /** The layers' matrices in bitsandbytes' 4-bit NormalFloat; others as {@link #MAPPED}. */
    NF4,
    /** The same with its scales quantised. */
    NF4_DOUBLE;

    /** Whether the numbers are others than the checkpoint's. */
    public boolean quantises() {
        return this == INT8 || this == NF4 || this == NF4_DOUBLE;
    }
}
