package org.counterpoint.engine.weights.gguf;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.engine.arch.TensorNames;

/** What parameters are called in a GGUF file. */
final class GgufNames {
    /** Factors of the rotary frequencies, in files of Llama 3.1 and later. */
    static final String ROPE_FACTORS = "rope_freqs.weight";

    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Map<String, String> WHOLE = Map.of(
            TensorNames.EMBEDDING, "token_embd.weight",
            TensorNames.FINAL_NORM, "output_norm.weight",
            TensorNames.OUTPUT, "output.weight");
    private static final Map<String, String> PARTS = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("post_attention_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));

    private GgufNames() {}

    /** The name in a GGUF file of a parameter that transformers calls {@code name}. */
    static String of(String name) {
        String whole = WHOLE.get(name);
        if (whole != null) {
            return whole;
        }
        Matcher layer = LAYER.matcher(name);
        String part = layer.matches() ? PARTS.get(layer.group(2)) : null;
        if (part == null) {
            throw new IllegalArgumentException("GGUF has no name for " + name);
        }
        return "blk." + layer.group(1) + "." + part + "." + layer.group(3);
    }
}
