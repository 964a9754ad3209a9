package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.model.SelfAttention.Rotations;
import org.counterpoint.engine.scope.TensorScope;

/** By the tensor library's operators: heads are laid out one after the other, and put together again. */
record TensorAttention(HeadLayout layout, Attention attention) implements RowAttention {

    @Override
    public Tensor forward(Tensor projected, Rotations rotations) {
        try (TensorScope scope = new TensorScope()) {
            HeadLayout.Heads h = layout.split(projected, rotations);
            Tensor out = attention.forward(h.q(), h.k(), h.v());
            return scope.pass(out.transpose(0, 1).reshape(out.size(1), (long) layout.heads() * layout.headDim()));
        }
    }

    @Override
    public Tensor backward(Tensor dAttended, Tensor projected, Rotations rotations, Rotations inverse) {
        return layout.joined(byHeads(dAttended, projected, rotations), projected, inverse);
    }

    private Attention.Gradients byHeads(Tensor dAttended, Tensor projected, Rotations rotations) {
        try (TensorScope scope = new TensorScope()) {
            Tensor dHeads = dAttended
                    .view(dAttended.size(0), layout.kvHeads(), layout.group(), layout.headDim())
                    .transpose(0, 1)
                    .contiguous();
            HeadLayout.Heads h = layout.split(projected, rotations);
            Attention.Gradients g = attention.backward(dHeads, h.q(), h.k(), h.v());
            scope.pass(g.q());
            scope.pass(g.k());
            scope.pass(g.v());
            return g;
        }
    }
}
