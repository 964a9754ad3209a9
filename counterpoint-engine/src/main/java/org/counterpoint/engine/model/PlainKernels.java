package org.counterpoint.engine.model;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Products by PyTorch's own operators only, which every processor and every device has. */
final class PlainKernels implements Kernels {
    @Override
    public Tensor linear(Tensor x, Tensor w) {
        return torch.mm(x, w.t());
    }

    @Override
    public Tensor linearInputGradient(Tensor dy, Tensor w) {
        return torch.mm(dy, w);
    }

    @Override
    public void addWeightGradient(Tensor gradient, Tensor dy, Tensor x) {
        if (Tensors.isFloat(dy)) {
            gradient.addmm_(dy.t(), x);
        } else {
            gradient.add_(torch.mm(dy.t(), x));
        }
    }

    @Override
    public Optional<Tensor> packedForFewRows(Tensor w) {
        return Optional.empty();
    }
}
