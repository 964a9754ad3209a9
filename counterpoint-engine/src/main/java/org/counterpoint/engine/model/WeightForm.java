package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.weights.TensorData;

/** How the numbers of a weight are held: whole in fp32, a slice of them, or not learnt in another form. */
sealed interface WeightForm extends AutoCloseable permits WholeWeight, Cut, FrozenMatrix {

    /** Of the whole weight. */
    long[] shape();

    /** Its numbers for a product, in {@link #computeType}. They may be made anew, for the scope that is open. */
    Tensor compute();

    /** The same for a product of at most {@link Kernels#FEW_ROWS} rows, laid out as suits it. */
    default Tensor computeForFewRows() {
        return compute();
    }

    /** Whether {@link #compute} makes numbers anew, so that a product had better free them. */
    default boolean makesAnew() {
        return false;
    }

    /** bf16 or fp32. */
    ScalarType computeType();

    /** Of a matrix, the rows of these indices [n], fp32. */
    Tensor lookup(Tensor indices);

    /** The numbers of a part as exactly as they are held. */
    default TensorData data(Weight.Part part) {
        return new LiveTensor(part.name(), value(), part.start(), part.rows());
    }

    /** Whether gradients are gathered. */
    boolean learns();

    /** All of the weight, fp32. */
    default Tensor value() {
        throw new IllegalStateException("this weight is not held in fp32");
    }

    /** The gradient of all of it gathered so far, fp32. */
    default Tensor gradient() {
        throw new IllegalStateException("this model was loaded for scoring only");
    }

    /** What this process holds of the fp32 weight, and learns: all of it, or its slice. */
    default Tensor own() {
        return value();
    }

    /** The gradient of {@link #own}. */
    default Tensor ownGradient() {
        return gradient();
    }

    /** Takes other numbers, fp32, of all of it. */
    default void take(Tensor whole) {
        value().copy_(whole);
        refresh();
    }

    /** To be called after {@link #own} changed. */
    default void refresh() {}

    @Override
    void close();
}
