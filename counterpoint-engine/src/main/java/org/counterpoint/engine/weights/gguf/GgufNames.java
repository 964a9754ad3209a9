package org.counterpoint.engine.weights.gguf;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.engine.arch.TensorNames;

/** What parameters are called in a GGUF file. */
final class GgufNames {
    /** Factors of the rotary frequencies, in files of Llama 3.1 and later. */
    static final String ROPE_FACTORS = "rope_freqs.weight";
    /** Factors of LongRoPE, up to the original length and beyond it. */
    static final String SHORT_FACTORS = "rope_factors_short.weight";

    static final String LONG_FACTORS = "rope_factors_long.weight";

    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Map<String, String> WHOLE = Map.of(
            TensorNames.EMBEDDING, "token_embd.weight",
            TensorNames.FINAL_NORM, "output_norm.weight",
            TensorNames.OUTPUT, "output.weight");
    /** The parts of a layer with norms before both halves. */
    static final Map<String, String> LLAMA = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.qkv_proj", "attn_qkv"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("post_attention_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.gate_up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));
    /** The same with norms behind them too, or behind them only: a name that both have means another norm. */
    static final Map<String, String> AROUND = around();

    private static Map<String, String> around() {
        Map<String, String> parts = new HashMap<>(LLAMA);
        parts.put("post_attention_layernorm", "post_attention_norm");
        parts.put("pre_feedforward_layernorm", "ffn_norm");
        parts.put("post_feedforward_layernorm", "post_ffw_norm");
        return Map.copyOf(parts);
    }

    private GgufNames() {}

    /** The name in a file of an architecture of a parameter that transformers calls {@code name}. */
    static String of(String name, GgufArchitecture architecture) {
        String whole = WHOLE.get(name);
        if (whole != null) {
            return whole;
        }
        Matcher layer = LAYER.matcher(name);
        String part = layer.matches() ? architecture.parts().get(layer.group(2)) : null;
        if (part == null) {
            throw new IllegalArgumentException("GGUF has no name for " + name);
        }
        return "blk." + layer.group(1) + "." + part + "." + layer.group(3);
    }
}
