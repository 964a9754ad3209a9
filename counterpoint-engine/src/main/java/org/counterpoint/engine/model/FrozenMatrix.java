package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.weights.TensorData;

/** A matrix that is not learnt, [rows, columns], in whatever form it is held. Products take it as bf16. */
sealed interface FrozenMatrix extends WeightForm permits HalfMatrix, QuantisedWeight {

    long rows();

    long columns();

    /** In bf16: what is held, or made for the scope that is open. */
    Tensor bf16();

    /** Whether it lies in a file. */
    boolean isMapped();

    @Override
    default long[] shape() {
        return new long[] {rows(), columns()};
    }

    @Override
    default Tensor compute() {
        return bf16();
    }

    @Override
    default boolean makesAnew() {
        return true;
    }

    @Override
    default ScalarType computeType() {
        return ScalarType.BFloat16;
    }

    @Override
    default boolean learns() {
        return false;
    }

    @Override
    TensorData data(Weight.Part part);
}
