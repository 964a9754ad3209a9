package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                .startsWith("its weights are named …_orig_mod.…, saved from within torch.compile");
    }

    @ParameterizedTest
    @CsvSource({
        "model.layers.0._checkpoint_wrapped_module.mlp.up_proj.weight, …_checkpoint_wrapped_module.…",
        "model.layers.0._orig_mod.mlp.up_proj.weight, …_orig_mod.…",
        "_fsdp_wrapped_module.model.layers.0._fsdp_wrapped_module.mlp.up_proj.weight, …_fsdp_wrapped_module.…",
        "layers.0.mlp.up_proj.weight, layers.…",
        "model.model.layers.0.mlp.up_proj.weight, model.model.…",
    })
    void wrappersOfLayersAndMissingPrefixesAreKnown(String name, String words) {
        assertThat(KeyPrefix.of(List.of(name, name + "2", "lm_head.weight"))
                        .orElseThrow()
                        .words())
                .startsWith("its weights are named " + words + ", saved from ");
        assertThat(KeyPrefix.of(List.of("model.layers.0.mlp.module._odd.weight")))
                .isEmpty();
    }

    @Test
    void peftsOwnBelongsThere() {
        assertThat(KeyPrefix.ofAdapter(List.of("base_model.model." + LAYER))).isEmpty();
        assertThat(KeyPrefix.of(List.of("base_model.model." + LAYER))).isPresent();
    }
}
