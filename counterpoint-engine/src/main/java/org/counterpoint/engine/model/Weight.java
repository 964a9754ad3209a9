package org.counterpoint.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.TensorData;

/**
 * One tensor of a model, with its gradient where it is learnt. It may hold several tensors of the checkpoint, stacked
 * along the first dimension, because one large matrix product beats several small ones.
 */
final class Weight implements AutoCloseable {

    /** A checkpoint's tensor: {@code rows} rows of the weight from {@code start}. */
    record Part(String name, long start, long rows) {}

    private final Kernels kernels;
    private final List<Part> parts;
    private final WeightForm form;

    /** @param form is closed with this weight */
    Weight(List<Part> parts, WeightForm form, Kernels kernels) {
        this.kernels = kernels;
        this.parts = List.copyOf(parts);
        this.form = form;
    }

    /** A weight in fp32; the parameters as of {@link WholeWeight}. */
    static Weight of(List<Part> parts, Tensor value, boolean learns, Precision precision, Kernels kernels) {
        return new Weight(parts, new WholeWeight(value, learns, precision, kernels), kernels);
    }

    /** What multiplies with it. */
    Kernels kernels() {
        return kernels;
    }

    List<Part> parts() {
        return parts;
    }

    /** How it is held together with other processes; nothing where this one holds it whole. */
    Optional<Cut> cut() {
        return form instanceof Cut cut ? Optional.of(cut) : Optional.empty();
    }

    /** Whether it lies in a file. */
    boolean isMapped() {
        return form instanceof FrozenMatrix frozen && frozen.isMapped();
    }

    /**
     * A product with {@link #compute}, which is gone after it where it had to be made.
     *
     * @param fewRows whether so few rows are multiplied that its layout in memory decides
     */
    Tensor product(boolean fewRows, UnaryOperator<Tensor> product) {
        if (!form.makesAnew()) {
            return product.apply(fewRows ? form.computeForFewRows() : form.compute());
        }
        try (TensorScope scope = new TensorScope()) {
            return scope.pass(product.apply(form.compute()));
        }
    }

    /** Whether weight decay applies: to matrices, never to biases and norms. */
    boolean decays() {
        return form.shape().length == 2;
    }

    long rows() {
        return form.shape()[0];
    }

    /** Of a matrix. */
    long columns() {
        return form.shape()[1];
    }

    /** As {@link WeightForm#shape}; the others likewise. */
    long[] shape() {
        return form.shape();
    }

    Tensor compute() {
        return form.compute();
    }

    ScalarType computeType() {
        return form.computeType();
    }

    Tensor lookup(Tensor indices) {
        return form.lookup(indices);
    }

    TensorData data(Part part) {
        return form.data(part);
    }

    boolean learns() {
        return form.learns();
    }

    Tensor value() {
        return form.value();
    }

    Tensor gradient() {
        return form.gradient();
    }

    Tensor own() {
        return form.own();
    }

    Tensor ownGradient() {
        return form.ownGradient();
    }

    void take(Tensor whole) {
        form.take(whole);
    }

    void refresh() {
        form.refresh();
    }

    @Override
    public void close() {
        form.close();
    }
}
