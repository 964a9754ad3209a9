package org.counterpoint.engine.model;

import java.util.List;
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
    public void linear(Tensor out, Tensor x, Tensor w) {
        torch.mm_out(out, x, w.t());
    }

    @Override
    public Tensor linearInputGradient(Tensor dy, Tensor w) {
        return torch.mm(dy, w);
    }

    @Override
    public Tensor weightGradient(Tensor dy, Tensor x) {
        return torch.mm(dy.t(), x);
    }

    @Override
    public void addWeightGradient(Tensor gradient, Tensor dy, Tensor x) {
        if (Tensors.isFloat(dy)) {
            gradient.addmm_(dy.t(), x);
        } else {
            gradient.add_(weightGradient(dy, x));
        }
    }

    /** One after the other: the library behind fp32 products has threads of its own, which serve one caller at a time. */
    @Override
    public void sideBySide(List<Runnable> parts) {
        parts.forEach(Runnable::run);
    }

    @Override
    public Optional<Tensor> packedForFewRows(Tensor w) {
        return Optional.empty();
    }
}
