package org.counterpoint.engine.model;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** The matrix products of linear layers and of attention, in the form that suits a kind of processor. */
sealed interface Kernels permits OneDnnKernels, PlainKernels {
    /** Up to here a product is bound by reading the weights, and their layout in memory decides. */
    int FEW_ROWS = 16;

    /** x w^T. Shapes [m, k] and [n, k] to [m, n]; both fp32 or both bf16. */
    Tensor linear(Tensor x, Tensor w);

    /** Writes x w^T to {@code out} [m, n], which is of the same format. */
    void linear(Tensor out, Tensor x, Tensor w);

    /** dy w, the gradient by x of {@link #linear}. Shapes [m, n] and [n, k] to [m, k]. */
    Tensor linearInputGradient(Tensor dy, Tensor w);

    /** dy^T x, the gradient by w of {@link #linear}. Shapes [m, n] and [m, k] to [n, k]. */
    Tensor weightGradient(Tensor dy, Tensor x);

    /** Adds dy^T x to {@code gradient}. Shapes [m, n] and [m, k] into fp32 [n, k]. */
    void addWeightGradient(Tensor gradient, Tensor dy, Tensor x);

    /** Runs parts that do not depend on one another and multiply by these kernels, side by side where that is sooner. */
    void sideBySide(List<Runnable> parts);

    /** An fp32 weight [n, k] laid out for products of a few rows; nothing where it serves as it is. */
    Optional<Tensor> packedForFewRows(Tensor w);
}
