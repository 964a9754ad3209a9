package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The second half of a decoder layer: out = x + down(silu(gate(n)) * up(n)), n = norm(x). */
final class FeedForward {
    private final LayerWeights w;
    private final double eps;
    private final long width;

    FeedForward(LayerWeights weights, double eps) {
        this.w = weights;
        this.eps = eps;
        this.width = weights.down().value().size(1);
    }

    /**
     * What the backward pass needs; the norm's output and the activation are computed again from it.
     *
     * @param x [P, hidden] fp32
     * @param inverseScale [P, 1]
     * @param gateUp [P, 2 intermediate]
     */
    record Saved(Tensor x, Tensor inverseScale, Tensor gateUp) {}

    record Result(Tensor out, Saved saved) {}

    Result forward(Tensor x) {
        Tensor inverseScale = RmsNorm.inverseScale(x, eps);
        Tensor n = Linear.cast(RmsNorm.apply(x, inverseScale, w.mlpNorm().value()), w.gateUp());
        Tensor gateUp = Linear.forward(n, w.gateUp(), w.gateUpBias());
        Tensor activation = torch.silu(gate(gateUp)).mul_(up(gateUp));
        Tensor y = Linear.forward(activation, w.down(), w.downBias());
        return new Result(add(y, x), new Saved(x, inverseScale, gateUp));
    }

    /**
     * @param dOut [P, hidden] fp32; becomes the result
     * @return dL/dx [P, hidden] fp32
     */
    Tensor backward(Tensor dOut, Saved s) {
        Tensor silu = torch.silu(gate(s.gateUp()));
        Tensor dy = Linear.cast(dOut, w.down());
        Tensor dActivation = Linear.backward(dy, silu.mul(up(s.gateUp())), w.down(), w.downBias());
        Tensor dGateUp = torch.empty_like(s.gateUp());
        torch.mul_out(up(dGateUp), dActivation, silu);
        torch.silu_backward_out(gate(dGateUp), dActivation.mul_(up(s.gateUp())), gate(s.gateUp()));
        Tensor normalised = s.x().mul(s.inverseScale());
        Tensor n = Linear.cast(normalised.mul(w.mlpNorm().value()), w.gateUp());
        Tensor dn = Linear.backward(dGateUp, n, w.gateUp(), w.gateUpBias()).to(ScalarType.Float);
        return dOut.add_(RmsNorm.backward(
                dn,
                normalised,
                s.inverseScale(),
                w.mlpNorm().value(),
                w.mlpNorm().gradient()));
    }

    /** y + x in fp32, in y's memory where it is fp32. */
    static Tensor add(Tensor y, Tensor x) {
        return Kernels.isFloat(y) ? y.add_(x) : x.add(y);
    }

    private Tensor gate(Tensor gateUp) {
        return gateUp.narrow(1, 0, width);
    }

    private Tensor up(Tensor gateUp) {
        return gateUp.narrow(1, width, width);
    }
}
