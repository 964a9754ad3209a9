package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.arch.NormWeight;

/** A root-mean-square norm with its weight. */
record Norm(Weight weight, double eps, NormWeight kind) {

    /** What normed numbers are multiplied by. */
    Tensor value() {
        return switch (kind) {
            case PLAIN -> weight.value();
            case ONE_PLUS -> weight.value().add(Tensors.scalar(1));
        };
    }

    /** How many numbers are normed together. */
    long width() {
        return weight.value().size(0);
    }

    boolean learns() {
        return weight.learns();
    }

    Tensor gradient() {
        return weight.gradient();
    }

    Tensor inverseScale(Tensor x) {
        return RmsNorm.inverseScale(x, eps);
    }

    Tensor apply(Tensor x) {
        return RmsNorm.apply(x, inverseScale(x), value());
    }
}
