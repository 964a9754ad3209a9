package org.counterpoint.engine.model;

/** How the weights beneath an adapter are held; in fp32 passes always in fp32. */
public enum BaseWeights {
    /** matrices of 16 bits a number as they lie in their file, read by the system when they are needed; others as {@link #LOADED}. */
    MAPPED,
    /** bf16 copies. */
    LOADED,
    /** fp32 beside the bf16 that products take. */
    FP32
}
