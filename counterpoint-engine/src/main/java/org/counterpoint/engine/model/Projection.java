package org.counterpoint.engine.model;

import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** A linear map of a layer in its weight's number format: forward, and back with its gradients. */
sealed interface Projection permits Dense, Adapted, SideBySide {

    /** A tensor in the number format that this takes; itself where it is so already. */
    Tensor cast(Tensor x);

    /**
     * @param x [rows, in] in this projection's format
     * @return [rows, out] in this projection's format
     */
    Tensor forward(Tensor x);

    /**
     * Adds to the gradients of what is learnt.
     *
     * @param dy [rows, out] in this projection's format
     * @param x the forward pass's input
     * @return dL/dx [rows, in] in this projection's format
     */
    Tensor backward(Tensor dy, Tensor x);

    /** What it consists of. */
    Stream<Weight> weights();

    /** Numbers a row that it takes. */
    long inputs();

    /** Numbers a row that it gives. */
    long outputs();
}
