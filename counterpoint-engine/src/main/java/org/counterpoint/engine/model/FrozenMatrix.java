package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.weights.TensorData;

/** A matrix that is not learnt, [rows, columns], in whatever form it is held. Products take it as bf16. */
sealed interface FrozenMatrix extends AutoCloseable permits HalfMatrix, QuantisedWeight {

    long rows();

    long columns();

    /** In bf16: what is held, or made for the scope that is open. */
    Tensor bf16();

    /** The rows of these indices [n], fp32, exactly as they are held. */
    Tensor lookup(Tensor indices);

    /** The numbers of a part as they are held. */
    TensorData data(Weight.Part part);

    /** Whether it lies in a file. */
    boolean isMapped();

    @Override
    void close();
}
