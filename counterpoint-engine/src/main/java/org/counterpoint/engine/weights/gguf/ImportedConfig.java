package org.counterpoint.engine.weights.gguf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code config.json} from a GGUF file's metadata and tensors. A key of the architecture that is not honoured here is
 * refused unless it says that nothing is done.
 */
final class ImportedConfig {
    private static final Set<String> HONOURED = Set.of(
            "vocab_size",
            "context_length",
            "embedding_length",
            "block_count",
            "feed_forward_length",
            "attention.head_count",
            "attention.head_count_kv",
            "attention.key_length",
            "attention.value_length",
            "attention.layer_norm_rms_epsilon",
            "rope.dimension_count",
            "rope.freq_base",
            "rope.scaling.type",
            "rope.scaling.factor",
            "rope.scaling.original_context_length",
            "rope.scaling.finetuned");
    private static final Set<String> ZERO = Set.of(
            "expert_count",
            "expert_used_count",
            "leading_dense_block_count",
            "attention.sliding_window",
            "pooling_type");
    private static final Set<String> GEMMA =
            Set.of("attention.sliding_window", "attn_logit_softcapping", "final_logit_softcapping");
    /** What some architectures have besides. */
    private static final Map<GgufArchitecture, Set<String>> OWN = Map.of(
            GgufArchitecture.GEMMA2, GEMMA,
            GgufArchitecture.GEMMA3,
                    Set.of("attention.sliding_window", "final_logit_softcapping", "rope.freq_base_swa"),
            GgufArchitecture.PHI3, Set.of("attention.sliding_window", "rope.scaling.attn_factor"),
            GgufArchitecture.GRANITE, Set.of("attention.scale", "embedding_scale", "residual_scale", "logit_scale"));

    private final GgufFile file;
    private final Metadata metadata;
    private final GgufArchitecture architecture;
    private final ObjectNode config = JsonObject.MAPPER.createObjectNode();

    private ImportedConfig(GgufFile file) {
        this.file = file;
        this.metadata = file.metadata();
        this.architecture = GgufArchitecture.of(metadata);
    }

    static ObjectNode of(GgufFile file) {
        return new ImportedConfig(file).read();
    }

    private ObjectNode read() {
        checkKeys();
        int hidden = metadata.size(key("embedding_length"));
        int heads = metadata.size(key("attention.head_count"));
        if (heads == 0) {
            throw metadata.fault(key("attention.head_count"), "is 0: a model has heads");
        }
        int layers = metadata.size(key("block_count"));
        if (layers > file.tensors().size()) {
            throw metadata.fault(
                    key("block_count"),
                    "is " + layers + ", and the file has " + file.tensors().size() + " tensors: it is damaged");
        }
        int width = headWidth(hidden, heads);
        config.putArray("architectures").add(architecture.transformersClass());
        config.put("model_type", architecture.modelType())
                .put("hidden_size", hidden)
                .put("intermediate_size", metadata.size(key("feed_forward_length")))
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", heads)
                .put(
                        "num_key_value_heads",
                        metadata.whole(key("attention.head_count_kv")).orElse(heads))
                .put("head_dim", width)
                .put("vocab_size", rows("token_embd.weight"))
                .put("max_position_embeddings", metadata.size(key("context_length")))
                .put(
                        "rms_norm_eps",
                        metadata.real(key("attention.layer_norm_rms_epsilon"))
                                .orElseThrow(
                                        () -> metadata.fault(key("attention.layer_norm_rms_epsilon"), "is missing")))
                .put("tie_word_embeddings", !file.tensors().containsKey("output.weight"));
        own(hidden, heads, width);
        if (architecture == GgufArchitecture.PHI3) {
            ropeOfPhi(width);
        } else {
            rope(width);
        }
        for (Map.Entry<String, String> role : Map.of(
                        "bos_token_id", "bos_token_id",
                        "eos_token_id", "eos_token_id",
                        "pad_token_id", "padding_token_id")
                .entrySet()) {
            metadata.whole("tokenizer.ggml." + role.getValue()).ifPresent(id -> config.put(role.getKey(), id));
        }
        return config;
    }

    /** What only some architectures say, and what their names say. */
    private void own(int hidden, int heads, int width) {
        config.put(
                architecture == GgufArchitecture.GEMMA2 || architecture == GgufArchitecture.GEMMA3
                        ? "hidden_activation"
                        : "hidden_act",
                architecture == GgufArchitecture.GEMMA2 || architecture == GgufArchitecture.GEMMA3
                        ? "gelu_pytorch_tanh"
                        : "silu");
        switch (architecture) {
            case LLAMA, GRANITE ->
                config.put("attention_bias", file.tensors().containsKey("blk.0.attn_q.bias"))
                        .put("mlp_bias", file.tensors().containsKey("blk.0.ffn_gate.bias"));
            case GEMMA2, GEMMA3 -> gemma(hidden, heads, width);
            case OLMO2 -> config.put("attention_bias", false);
            default -> {}
        }
        if (architecture == GgufArchitecture.GRANITE) {
            config.put(
                            "attention_multiplier",
                            metadata.real(key("attention.scale")).orElse(1 / Math.sqrt(width)))
                    .put(
                            "embedding_multiplier",
                            metadata.real(key("embedding_scale")).orElse(1.0))
                    .put(
                            "residual_multiplier",
                            metadata.real(key("residual_scale")).orElse(1.0))
                    .put("logits_scaling", metadata.real(key("logit_scale")).orElse(1.0));
        }
        if (architecture == GgufArchitecture.SMOLLM3) {
            config.put("no_rope_layer_interval", 4).put("attention_bias", false).put("mlp_bias", false);
        }
    }

    private void gemma(int hidden, int heads, int width) {
        int layers = metadata.size(key("block_count"));
        config.put("attention_bias", false)
                .put("query_pre_attn_scalar", FixedPattern.scaledWidth(architecture, layers, hidden, heads, width));
        int usual = architecture == GgufArchitecture.GEMMA2 ? 4096 : 0;
        int window = metadata.whole(key("attention.sliding_window")).orElse(usual);
        ArrayNode types = config.putArray("layer_types");
        FixedPattern.slides(architecture, layers)
                .forEach(slides -> types.add(slides && window > 0 ? "sliding_attention" : "full_attention"));
        if (window > 0) {
            config.put("sliding_window", window);
        } else {
            config.putNull("sliding_window");
        }
        cap("attn_logit_softcapping", architecture == GgufArchitecture.GEMMA2 ? 50 : 0);
        cap("final_logit_softcapping", architecture == GgufArchitecture.GEMMA2 ? 30 : 0);
        if (architecture == GgufArchitecture.GEMMA3) {
            config.put(
                    "rope_local_base_freq",
                    metadata.real(key("rope.freq_base_swa")).orElse(10_000.0));
        }
    }

    private void cap(String name, double usual) {
        double cap = metadata.real(key(name)).orElse(usual);
        if (cap > 0) {
            config.put(name, cap);
        } else if (usual > 0) {
            config.putNull(name);
        }
    }

    /** Phi's heads may be turned in part, and by LongRoPE's factors. */
    private void ropeOfPhi(int headWidth) {
        config.put("rope_theta", metadata.real(key("rope.freq_base")).orElse(10_000.0));
        int turned = metadata.whole(key("rope.dimension_count")).orElse(headWidth);
        if (turned != headWidth) {
            config.put("partial_rotary_factor", (double) turned / headWidth);
        }
        config.putNull("sliding_window"); // llama.cpp passes over what its files say of one
        int most = metadata.size(key("context_length"));
        int original =
                metadata.whole(key("rope.scaling.original_context_length")).orElse(most);
        GgufFile.Tensor near = file.tensors().get(GgufNames.SHORT_FACTORS);
        GgufFile.Tensor far = file.tensors().get(GgufNames.LONG_FACTORS);
        config.put("original_max_position_embeddings", original);
        String type = metadata.text(key("rope.scaling.type")).orElse("none");
        if (near == null && far == null && type.equals("none")) {
            config.putNull("rope_scaling");
            return;
        }
        if (near == null || far == null || !Set.of("none", "longrope").contains(type)) {
            throw metadata.fault(
                    key("rope.scaling.type"),
                    "is " + type + ": of Phi's files, none is read, and LongRoPE with the tensors "
                            + GgufNames.SHORT_FACTORS + " and " + GgufNames.LONG_FACTORS);
        }
        ObjectNode scaling = config.putObject("rope_scaling").put("type", "longrope");
        factors(scaling.putArray("short_factor"), near);
        factors(scaling.putArray("long_factor"), far);
        scaling.put(
                "attention_factor",
                metadata.real(key("rope.scaling.attn_factor")).orElse(1.0));
    }

    private static void factors(ArrayNode into, GgufFile.Tensor tensor) {
        for (float factor : tensor.all()) {
            into.add(factor);
        }
    }

    private String key(String name) {
        return architecture.id() + "." + name;
    }

    private void checkKeys() {
        if (metadata.whole("split.count").orElse(0) > 1) {
            throw metadata.fault(
                    "split.count", "says that it is one of several files: join them with llama-gguf-split --merge");
        }
        for (String key : metadata.keys()) {
            if (!key.startsWith(architecture.id() + ".")) {
                continue;
            }
            String name = key.substring(architecture.id().length() + 1);
            boolean nothing = ZERO.contains(name) && metadata.whole(key).orElse(1) == 0;
            boolean own = OWN.getOrDefault(architecture, Set.of()).contains(name);
            if (!HONOURED.contains(name) && !own && !nothing) {
                throw metadata.fault(key, "is not known for " + architecture.id() + " and may change what it computes");
            }
        }
    }

    private int headWidth(int hidden, int heads) {
        Optional<Integer> turned = metadata.whole(key("rope.dimension_count"));
        int width = metadata.whole(key("attention.key_length"))
                .or(() -> architecture == GgufArchitecture.PHI3 ? Optional.empty() : turned)
                .orElse(hidden / heads);
        if (turned.orElse(width) != width && architecture != GgufArchitecture.PHI3) {
            throw metadata.fault(
                    key("rope.dimension_count"),
                    "is " + turned.orElse(0) + ", heads are " + width + " wide: only whole heads are turned here");
        }
        if (metadata.whole(key("attention.value_length")).orElse(width) != width) {
            throw metadata.fault(key("attention.value_length"), "must equal the width of keys, which is " + width);
        }
        return width;
    }

    private long rows(String tensor) {
        GgufFile.Tensor embedding = file.tensors().get(tensor);
        if (embedding == null) {
            throw new ModelException(metadata.file() + ": tensor " + tensor + " is missing");
        }
        return embedding.shape().get(0);
    }

    private void rope(int headWidth) {
        double theta = metadata.real(key("rope.freq_base")).orElse(10_000.0);
        config.put("rope_theta", theta);
        String type = metadata.text(key("rope.scaling.type")).orElse("none");
        GgufFile.Tensor factors = file.tensors().get(GgufNames.ROPE_FACTORS);
        if (factors != null) {
            if (!type.equals("none")) {
                throw metadata.fault(
                        key("rope.scaling.type"),
                        "is " + type + " beside the tensor " + GgufNames.ROPE_FACTORS
                                + ": how the two go together is not known");
            }
            config.set("rope_scaling", RopeFactors.scaling(factors, metadata.file(), theta, headWidth));
            return;
        }
        if (type.equals("none")) {
            return;
        }
        if (!List.of("linear", "yarn").contains(type)) {
            throw metadata.fault(key("rope.scaling.type"), "is " + type + ": none, linear and yarn are read");
        }
        ObjectNode scaling = config.putObject("rope_scaling").put("rope_type", type);
        scaling.put(
                "factor",
                metadata.real(key("rope.scaling.factor"))
                        .orElseThrow(() -> metadata.fault(key("rope.scaling.factor"), "is missing")));
        if (type.equals("yarn")) {
            metadata.whole(key("rope.scaling.original_context_length"))
                    .ifPresent(length -> scaling.put("original_max_position_embeddings", length));
        }
    }
}
