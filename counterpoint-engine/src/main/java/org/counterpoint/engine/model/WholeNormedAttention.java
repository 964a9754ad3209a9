package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.model.SelfAttention.Rotations;
import org.counterpoint.engine.scope.TensorScope;

/**
 * Around attention that norms nothing, for queries and keys that are normed over all heads together (OLMo 2): their norm needs whole
 * rows, which that does not see. Between the two numbers are fp32.
 */
record WholeNormedAttention(HeadLayout layout, VectorAttention attention) implements RowAttention {

    @Override
    public Tensor forward(Tensor projected, Rotations rotations) {
        try (TensorScope scope = new TensorScope()) {
            Tensor out = attention.forward(layout.normed(projected), rotations);
            return scope.pass(out.to(projected.scalar_type()));
        }
    }

    @Override
    public Tensor backward(Tensor dAttended, Tensor projected, Rotations rotations, Rotations inverse) {
        try (TensorScope scope = new TensorScope()) {
            Tensor d = attention.backward(dAttended.to(ScalarType.Float), layout.normed(projected), rotations, inverse);
            layout.backThroughNorms(d, projected);
            return scope.pass(d.to(projected.scalar_type()));
        }
    }
}
