package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPrefixTest {
    private static final String LAYER = "model.layers.0.self_attn.q_proj.lora_A.weight";

    @ParameterizedTest
    @ValueSource(strings = {"_orig_mod.base_model.model.", "base_model.model._orig_mod."})
    void anAdaptersIsFoundBeforeAndBehindPefts(String prefix) {
        assertThat(KeyPrefix.ofAdapter(List.of(prefix + LAYER, prefix + LAYER.replace("lora_A", "lora_B"))))
                .get()
                .extracting(KeyPrefix::words)
                .asString()
                .startsWith("its weights are named _orig_mod.…, saved from within torch.compile");
    }

    @Test
    void peftsOwnBelongsThere() {
        assertThat(KeyPrefix.ofAdapter(List.of("base_model.model." + LAYER))).isEmpty();
        assertThat(KeyPrefix.of(List.of("base_model.model." + LAYER))).isPresent();
    }
}
