package org.counterpoint.engine.arch;

import org.counterpoint.engine.JsonObject;

/** What Gemma 2 and 3 say alike. */
final class GemmaKeys {
    private GemmaKeys() {}

    static double queryScale(ConfigFields config) {
        return 1 / Math.sqrt(config.json().positive("query_pre_attn_scalar", 256));
    }

    /** {@code hidden_act} is a key of older files, which transformers passes over: it must not say anything else. */
    static Activation activation(ConfigFields config) {
        JsonObject json = config.json();
        Activation activation = Activation.read(json, "hidden_activation", Activation.GELU_TANH);
        if (Activation.read(json, "hidden_act", activation) != activation) {
            throw json.fault(
                    "hidden_act", "`hidden_activation` is what holds, and says otherwise: remove `hidden_act`");
        }
        return activation;
    }

    /** Embeddings are multiplied by the root of their width. */
    static Architecture.Scales scales(ConfigFields config) {
        return new Architecture.Scales(Math.sqrt(config.hiddenSize()), 1, 1);
    }
}
