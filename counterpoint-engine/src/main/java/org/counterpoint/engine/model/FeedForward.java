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
        this.width = weights.down().inputs();
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
        Tensor n = w.gateUp().cast(RmsNorm.apply(x, inverseScale, w.mlpNorm().value()));
        Tensor gateUp = w.gateUp().forward(n);
        Tensor activation = torch.silu(gate(gateUp)).mul_(up(gateUp));
        Tensor y = w.down().forward(activation);
        return new Result(add(y, x), new Saved(x, inverseScale, gateUp));
    }

    /**
     * @param dOut [P, hidden] fp32; becomes the result
     * @return dL/dx [P, hidden] fp32
     */
    Tensor backward(Tensor dOut, Saved s) {
        Tensor silu = torch.silu(gate(s.gateUp()));
        Tensor dy = w.down().cast(dOut);
        Tensor dActivation = w.down().backward(dy, silu.mul(up(s.gateUp())));
        Tensor dGateUp = torch.empty_like(s.gateUp());
        torch.mul_out(up(dGateUp), dActivation, silu);
        torch.silu_backward_out(gate(dGateUp), dActivation.mul_(up(s.gateUp())), gate(s.gateUp()));
        Tensor normalised = s.x().mul(s.inverseScale());
        Tensor n = w.gateUp().cast(normalised.mul(w.mlpNorm().value()));
        Tensor dn = w.gateUp().backward(dGateUp, n).to(ScalarType.Float);
        return dOut.add_(RmsNorm.backward(dn, normalised, s.inverseScale(), w.mlpNorm()));
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
