package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Root-mean-square norm (arXiv 1910.07467) over the last dimension: y = w * x / sqrt(mean(x^2) + eps). */
final class RmsNorm {
    private RmsNorm() {}

    /** 1 / sqrt(mean(x^2) + eps). Shape [..., width] to [..., 1]. */
    static Tensor inverseScale(Tensor x, double eps) {
        long width = x.size(x.dim() - 1);
        Tensor norm = torch.linalg_vector_norm(x, new Scalar(2), new long[] {-1}, true, new ScalarTypeOptional());
        return norm.mul_(norm)
                .mul_(Tensors.scalar(1.0 / width))
                .add_(Tensors.scalar(eps))
                .rsqrt_();
    }

    /** y from x and its inverse scale. */
    static Tensor apply(Tensor x, Tensor inverseScale, Tensor weight) {
        return x.mul(inverseScale).mul_(weight);
    }

    /**
     * The backward pass.
     *
     * @param dy [rows, width]; overwritten
     * @param normalised x times its inverse scale; overwritten
     * @param norm where it learns, its gradient gets the sum over rows of dy * normalised added
     * @return dL/dx, a view of {@code dy}
     */
    static Tensor backward(Tensor dy, Tensor normalised, Tensor inverseScale, Norm norm) {
        Tensor weight = norm.value();
        long width = weight.size(0);
        Tensor product = dy.mul(normalised);
        if (norm.learns()) {
            norm.gradient().add_(product.sum(0));
        }
        Tensor mean = product.matmul(weight).mul_(Tensors.scalar(1.0 / width)).unsqueeze(-1);
        return dy.mul_(weight).addcmul_(normalised, mean, Tensors.scalar(-1)).mul_(inverseScale);
    }
}
