package org.counterpoint.engine.model;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** Projections of the same input, their outputs one after the other. */
record SideBySide(List<Projection> parts) implements Projection {

    @Override
    public Tensor cast(Tensor x) {
        return parts.get(0).cast(x);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Tensors.cat(1, parts.stream().map(part -> part.forward(x)).toList());
    }

    @Override
    public Tensor backward(Tensor dy, Tensor x) {
        Tensor sum = null;
        long from = 0;
        for (Projection part : parts) {
            Tensor dx = part.backward(dy.narrow(1, from, part.outputs()).contiguous(), x);
            sum = sum == null ? dx : sum.add_(dx);
            from += part.outputs();
        }
        return Objects.requireNonNull(sum);
    }

    @Override
    public Stream<Weight> weights() {
        return parts.stream().flatMap(Projection::weights);
    }

    @Override
    public long inputs() {
        return parts.get(0).inputs();
    }

    @Override
    public long outputs() {
        return parts.stream().mapToLong(Projection::outputs).sum();
    }
}
