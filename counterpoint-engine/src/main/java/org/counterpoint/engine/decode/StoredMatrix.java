package org.counterpoint.engine.decode;

/** A matrix whose weights themselves are held, so that those of one output can be looked up, as an embedding's are. */
sealed interface StoredMatrix extends Matrix permits FloatMatrix, Bf16Matrix, WholeMatrix, OneDnnMatrix {
    /** Copies the weights of one output to {@code into} from {@code at} on. */
    void copyOutput(int output, float[] into, int at);
}
