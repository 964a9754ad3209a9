package org.counterpoint.engine.model;

import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** A linear layer that is not learnt, with an adapter that may be: y = x W^T + b + scale * (x A^T) B^T. */
record Adapted(Dense base, LowRank adapter) implements Projection {

    @Override
    public Tensor cast(Tensor x) {
        return base.cast(x);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = base.forward(x);
        adapter.addTo(y, x);
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Tensor x) {
        Tensor dx = base.backward(dy, x);
        adapter.backward(dx, dy, x);
        return dx;
    }

    @Override
    public Stream<Weight> weights() {
        return Stream.concat(base.weights(), adapter.weights());
    }

    @Override
    public long inputs() {
        return base.inputs();
    }

    @Override
    public long outputs() {
        return base.outputs();
    }
}
