package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.arch.Activation;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.scope.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * The second half of a decoder layer: out = x + m norm'(down(act(gate(n)) * up(n))), n = norm(x), each norm where the
 * model has it.
 */
final class FeedForward {
    private final LayerWeights w;
    private final Activation activation;
    private final Residual residual;
    private final long width;

    FeedForward(LayerWeights weights, Architecture config) {
        this.w = weights;
        this.activation = config.feedForward().activation();
        this.residual = new Residual(weights.mlpPostNorm(), config.scales().residual());
        this.width = weights.down().inputs();
    }

    /**
     * What the backward pass needs beside the input; the norm's output and the activation are computed again from it.
     *
     * @param inverseScale [P, 1], where x is normed
     * @param gateUp [P, 2 intermediate]
     */
    record Saved(@Nullable Tensor inverseScale, Tensor gateUp, Residual.@Nullable Saved residual) {}

    record Result(Tensor out, Saved saved) {}

    Result forward(Tensor x) {
        Norm norm = w.mlpNorm();
        Tensor inverseScale = norm == null ? null : norm.inverseScale(x);
        Tensor gateUp = gateUp(x, inverseScale);
        Residual.Result out = residual.add(down(gateUp), x);
        return new Result(out.out(), new Saved(inverseScale, gateUp, residual.norms() ? out.saved() : null));
    }

    /** What is made on the way is freed at once, and what comes next finds its memory. */
    private Tensor gateUp(Tensor x, @Nullable Tensor inverseScale) {
        Norm norm = w.mlpNorm();
        try (TensorScope scope = new TensorScope()) {
            Tensor n = norm == null || inverseScale == null ? x : RmsNorm.apply(x, inverseScale, norm.value());
            return scope.pass(w.gateUp().forward(w.gateUp().cast(n)));
        }
    }

    private Tensor down(Tensor gateUp) {
        try (TensorScope scope = new TensorScope()) {
            return scope.pass(
                    w.down().forward(Gate.apply(activation, gate(gateUp)).mul_(up(gateUp))));
        }
    }

    /**
     * @param dOut [P, hidden] fp32; becomes the result
     * @param x the forward pass's input
     * @return dL/dx [P, hidden] fp32
     */
    Tensor backward(Tensor dOut, Tensor x, Saved s) {
        Tensor dGateUp = byGateUp(dOut, s);
        Norm norm = w.mlpNorm();
        if (norm == null || s.inverseScale() == null) {
            return dOut.add_(w.gateUp().backward(dGateUp, w.gateUp().cast(x)));
        }
        Tensor normalised = x.mul(s.inverseScale());
        Tensor n = w.gateUp().cast(normalised.mul(norm.value()));
        Tensor dn = w.gateUp().backward(dGateUp, n).to(ScalarType.Float);
        return dOut.add_(RmsNorm.backward(dn, normalised, s.inverseScale(), norm));
    }

    private Tensor byGateUp(Tensor dOut, Saved s) {
        try (TensorScope scope = new TensorScope()) {
            Tensor activated = Gate.apply(activation, gate(s.gateUp()));
            Tensor dy = w.down().cast(residual.backward(dOut, s.residual()));
            Tensor dActivation = w.down().backward(dy, activated.mul(up(s.gateUp())));
            Tensor dGateUp = torch.empty_like(s.gateUp());
            torch.mul_out(up(dGateUp), dActivation, activated);
            Gate.backward(activation, gate(dGateUp), dActivation.mul_(up(s.gateUp())), gate(s.gateUp()));
            return scope.pass(dGateUp);
        }
    }

    private Tensor gate(Tensor gateUp) {
        return gateUp.narrow(1, 0, width);
    }

    private Tensor up(Tensor gateUp) {
        return gateUp.narrow(1, width, width);
    }
}
