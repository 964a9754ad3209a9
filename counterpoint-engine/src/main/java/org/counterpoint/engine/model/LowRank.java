package org.counterpoint.engine.model;

import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.MergedTensor;
import org.counterpoint.engine.weights.TensorData;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter adds to a linear layer (arXiv 2106.09685): scale * (x A^T) B^T, A [r, in], B [out, r]. Beside the
 * factors that may be learnt it has those with which it began, if they add anything, so that the model scores as it was
 * without a second copy of it.
 */
final class LowRank {
    private final Weight a;
    private final Weight b;
    private final double scale;
    private final @Nullable Start start;
    private final Switch shown;
    private final Dropout.Module dropout;

    /** The factors at the start, in the format of products. */
    record Start(Tensor a, Tensor b) {}

    /** Whether the adapters of a model are what is learnt, or what they were at the start. */
    static final class Switch {
        private boolean atStart;

        void show(boolean start) {
            atStart = start;
        }
    }

    /** @param start null where nothing was added at the start */
    LowRank(Weight a, Weight b, double scale, @Nullable Start start, Switch shown, Dropout.Module dropout) {
        this.a = a;
        this.b = b;
        this.scale = scale;
        this.start = start;
        this.shown = shown;
        this.dropout = dropout;
    }

    /** What is learnt. */
    Stream<Weight> weights() {
        return Stream.of(a, b);
    }

    /** Adds to the layer's output y [rows, out]. */
    void addTo(Tensor y, Tensor x) {
        if (!shown.atStart) {
            add(y, x, a.compute(), b.compute());
        } else if (start != null) {
            add(y, x, start.a(), start.b());
        }
    }

    private void add(Tensor y, Tensor x, Tensor first, Tensor second) {
        Kernels kernels = a.kernels();
        Tensor mask = dropout.mask(x);
        Tensor low = kernels.linear(mask == null ? x : x.mul(mask), first);
        y.add_(kernels.linear(low, second), Tensors.scalar(scale * dropout.factor()));
    }

    /** The tensor with what is learnt added: W + scale * B A in fp32. */
    TensorData mergedInto(TensorData base) {
        try (TensorScope scope = new TensorScope()) {
            return MergedTensor.of(base, scale, Tensors.toFloats(a.value()), Tensors.toFloats(b.value()));
        }
    }

    /**
     * Adds to the gradients of A and B, and to dL/dx [rows, in].
     *
     * @param dy dL/dy [rows, out]
     */
    void backward(Tensor dx, Tensor dy, Tensor x) {
        Kernels kernels = a.kernels();
        Tensor mask = dropout.mask(x);
        Tensor kept = mask == null ? x : x.mul(mask);
        Tensor dScaled = dy.mul(Tensors.scalar(scale * dropout.factor()));
        Tensor dLow = kernels.linearInputGradient(dScaled, b.compute());
        kernels.addWeightGradient(b.gradient(), dScaled, kernels.linear(kept, a.compute()));
        kernels.addWeightGradient(a.gradient(), dLow, kept);
        Tensor back = kernels.linearInputGradient(dLow, a.compute());
        dx.add_(mask == null ? back : back.mul_(mask));
    }
}
