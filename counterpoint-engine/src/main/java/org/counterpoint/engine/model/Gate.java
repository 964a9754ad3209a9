package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.arch.Activation;

/** The feed-forward network's activation. */
final class Gate {
    private static final String TANH = "tanh";

    private Gate() {}

    static Tensor apply(Activation activation, Tensor gate) {
        return switch (activation) {
            case SILU -> torch.silu(gate);
            case GELU_TANH -> torch.gelu(gate, TANH);
        };
    }

    /** Writes dL/dgate to {@code into}. */
    static void backward(Activation activation, Tensor into, Tensor gradient, Tensor gate) {
        switch (activation) {
            case SILU -> torch.silu_backward_out(into, gradient, gate);
            case GELU_TANH -> into.copy_(torch.gelu_backward(gradient, gate, TANH));
        }
    }
}
