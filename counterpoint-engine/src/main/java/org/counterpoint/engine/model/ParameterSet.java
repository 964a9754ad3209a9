package org.counterpoint.engine.model;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.WeightShare;
import org.counterpoint.engine.scope.TensorScope;
import org.jspecify.annotations.Nullable;

/** What a model learns, in a fixed order. */
final class ParameterSet {
    private final List<Weight> learnt;
    private final List<List<Weight>> parts;

    /** @param parts the same weights, as a backward pass comes to its end with them */
    ParameterSet(List<Weight> learnt, List<List<Weight>> parts) {
        this.learnt = List.copyOf(learnt);
        this.parts = List.copyOf(parts);
    }

    List<Weight> all() {
        return learnt;
    }

    /** In parts, as a backward pass comes to its end with them. */
    List<List<Weight>> parts() {
        return parts;
    }

    /** How many numbers. */
    long size() {
        return learnt.stream().mapToLong(weight -> weight.own().numel()).sum();
    }

    /**
     * The L2 norm over all gradients.
     *
     * @param share the processes that each hold a part of them; null for none
     */
    double gradientNorm(@Nullable WeightShare share) {
        double squares = squares(learnt.stream().filter(weight -> weight.cut().isEmpty()));
        if (share != null) {
            squares += share.sum(
                    squares(learnt.stream().filter(weight -> weight.cut().isPresent())));
        }
        return Math.sqrt(squares);
    }

    private static double squares(Stream<Weight> weights) {
        return weights.mapToDouble(weight -> {
                    try (TensorScope scope = new TensorScope()) {
                        double norm =
                                torch.linalg_vector_norm(weight.ownGradient()).item_float();
                        return norm * norm;
                    }
                })
                .reduce(0, Double::sum);
    }

    void clearGradients() {
        for (Weight weight : learnt) {
            try (TensorScope scope = new TensorScope()) {
                weight.ownGradient().zero_();
            }
        }
    }

    /** The gradient gathered so far for one tensor of the checkpoint, row-major. */
    float[] gradient(String name) {
        for (Weight weight : learnt) {
            for (Weight.Part part : weight.parts()) {
                if (part.name().equals(name)) {
                    try (TensorScope scope = new TensorScope()) {
                        Tensor rows = weight.gradient().narrow(0, part.start(), part.rows());
                        return Tensors.toFloats(rows);
                    }
                }
            }
        }
        throw new IllegalArgumentException("no parameter " + name);
    }
}
