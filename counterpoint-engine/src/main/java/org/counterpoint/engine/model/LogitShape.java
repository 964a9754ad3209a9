package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.arch.Architecture;

/**
 * From what the vocabulary projection gives to logits: l = cap tanh(scale z / cap), or l = scale z without a cap.
 *
 * @param cap 0 for none
 */
record LogitShape(double scale, double cap) {

    static LogitShape of(Architecture config) {
        return new LogitShape(config.scales().logits(), config.softCaps().logits());
    }

    /** z itself where nothing is to be done. */
    Tensor apply(Tensor z) {
        if (cap == 0) {
            return scale == 1 ? z : z.mul(Tensors.scalar(scale));
        }
        return tanh(z).mul_(Tensors.scalar(cap));
    }

    /** dL/dl, which is overwritten, to dL/dz. */
    Tensor backward(Tensor gradient, Tensor z) {
        Tensor byScaled = cap == 0 ? gradient : torch.tanh_backward(gradient, tanh(z));
        return scale == 1 ? byScaled : byScaled.mul_(Tensors.scalar(scale));
    }

    private Tensor tanh(Tensor z) {
        return torch.tanh(z.mul(Tensors.scalar(scale / cap)));
    }
}
