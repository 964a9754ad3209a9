package org.counterpoint.engine.model;

import org.jspecify.annotations.Nullable;

/** Queries or keys from their projection to what attention takes: normed, where the model does so, and rotated. For one thread. */
record ProjectedHeads(TensorHeads projected, @Nullable HeadNorm norm, HeadRotation rotation) {

    /** Reads rows to {@code [rows, heads, width]} from {@code to} on. */
    void read(int row, int rows, float[] into, int to) {
        projected.read(row, rows, into, to);
        if (norm != null) {
            norm.apply(into, to, rows * projected.heads());
        }
        rotation.rotate(row, rows, projected.heads(), into, to);
    }

    /**
     * Writes gradients by what was projected.
     *
     * @param gradients by what {@link #read} gave, from {@code at} on; overwritten
     * @param spare as large as these; overwritten
     * @param inverse of the rotation
     */
    void writeGradients(
            int row, int rows, float[] gradients, float[] spare, int at, HeadRotation inverse, TensorHeads into) {
        inverse.rotate(row, rows, projected.heads(), gradients, at);
        if (norm != null) {
            projected.read(row, rows, spare, at);
            norm.backward(gradients, spare, at, rows * projected.heads());
        }
        into.write(row, rows, gradients, at);
    }
}
