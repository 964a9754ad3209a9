package org.counterpoint.engine.arch;

import org.counterpoint.engine.JsonObject;

/** The function of the feed-forward network's gate. */
public enum Activation {
    /** {@code x / (1 + e^-x)}. */
    SILU,
    /** {@code x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))}. */
    GELU_TANH;

    /** What a config names, or the default where it does not. */
    static Activation read(JsonObject json, String key, Activation otherwise) {
        return json.text(key)
                .map(name -> switch (name) {
                    case "silu", "swish" -> SILU;
                    case "gelu_pytorch_tanh" -> GELU_TANH;
                    default -> throw json.fault(key, "supported are gelu_pytorch_tanh, silu and swish");
                })
                .orElse(otherwise);
    }
}
