package org.counterpoint.engine.model;

import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.TokenBatch;

/** What stands on the trunk: from the last layer's output to one number a scored row, and back. */
sealed interface Head extends AutoCloseable permits TokenHead, ScalarHead {

    /** Lays a batch out, and says which of its rows are scored. */
    Packing pack(TokenBatch batch);

    /** @param x [P, hidden] fp32 behind the last layer */
    Pass forward(Tensor x, Packing packing);

    @Override
    void close();

    /**
     * A pass through the head; what it holds belongs to the scope in which it was made.
     *
     * @param scores one a scored row
     * @param backward from the loss's derivative by each row's number [R] to dL/dx [P, hidden] fp32; adds to the
     *     gradients of the head and of the norm before it
     */
    record Pass(float[] scores, Function<double[], Tensor> backward) {}
}
