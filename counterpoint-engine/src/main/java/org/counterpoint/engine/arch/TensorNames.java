package org.counterpoint.engine.arch;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a family calls its parameters: the same outside the layers, and a table of the parts within. */
public final class TensorNames {
    public static final String EMBEDDING = "model.embed_tokens.weight";
    public static final String FINAL_NORM = "model.norm.weight";
    public static final String OUTPUT = "lm_head.weight";
    /** The head of a sequence classifier, in the output projection's place. */
    public static final String SCORE = "score.weight";

    /** The names of Llama, and of most who came after. */
    static final TensorNames LLAMA = new TensorNames(Map.of())
            .with(LayerPart.ATTENTION_NORM, "input_layernorm")
            .with(LayerPart.QUERY_KEY_VALUE, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")
            .with(LayerPart.QUERY_NORM, "self_attn.q_norm")
            .with(LayerPart.KEY_NORM, "self_attn.k_norm")
            .with(LayerPart.ATTENTION_OUTPUT, "self_attn.o_proj")
            .with(LayerPart.FEED_FORWARD_NORM, "post_attention_layernorm")
            .with(LayerPart.GATE_UP, "mlp.gate_proj", "mlp.up_proj")
            .with(LayerPart.DOWN, "mlp.down_proj");

    /** Norms before and after both halves of a layer. */
    static final TensorNames GEMMA = LLAMA.with(LayerPart.ATTENTION_POST_NORM, "post_attention_layernorm")
            .with(LayerPart.FEED_FORWARD_NORM, "pre_feedforward_layernorm")
            .with(LayerPart.FEED_FORWARD_POST_NORM, "post_feedforward_layernorm");

    /** Projections that read the same are one tensor. */
    static final TensorNames PHI3 =
            LLAMA.with(LayerPart.QUERY_KEY_VALUE, "self_attn.qkv_proj").with(LayerPart.GATE_UP, "mlp.gate_up_proj");

    /** Norms after both halves of a layer. */
    static final TensorNames OLMO2 = LLAMA.with(LayerPart.ATTENTION_POST_NORM, "post_attention_layernorm")
            .with(LayerPart.FEED_FORWARD_POST_NORM, "post_feedforward_layernorm");

    /** By part, behind the layer's number and before {@code .weight} or {@code .bias}. */
    private final Map<LayerPart, List<String>> parts;

    private TensorNames(Map<LayerPart, List<String>> parts) {
        this.parts = parts;
    }

    /** The same table but for one part. */
    TensorNames with(LayerPart part, String... names) {
        Map<LayerPart, List<String>> changed = new EnumMap<>(LayerPart.class);
        changed.putAll(parts);
        changed.put(part, List.of(names));
        return new TensorNames(changed);
    }

    /** The tensors that a part's weight is stacked of, first rows first. */
    public List<String> weights(int layer, LayerPart part) {
        return named(layer, part, ".weight");
    }

    /** The tensors that a part's bias is stacked of. */
    public List<String> biases(int layer, LayerPart part) {
        return named(layer, part, ".bias");
    }

    private List<String> named(int layer, LayerPart part, String end) {
        List<String> names = parts.get(part);
        if (names == null) {
            throw new IllegalStateException("this family has no name for " + part);
        }
        return names.stream()
                .map(name -> "model.layers." + layer + "." + name + end)
                .toList();
    }
}
