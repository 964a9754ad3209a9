package org.counterpoint.engine.weights.gguf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
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
        int width = headWidth(hidden, heads);
        config.putArray("architectures").add(architecture.transformersClass());
        config.put("model_type", architecture.id())
                .put("hidden_size", hidden)
                .put("intermediate_size", metadata.size(key("feed_forward_length")))
                .put("num_hidden_layers", metadata.size(key("block_count")))
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
                .put("hidden_act", "silu")
                .put("tie_word_embeddings", !file.tensors().containsKey(GgufNames.of("lm_head.weight")));
        if (architecture == GgufArchitecture.LLAMA) {
            config.put("attention_bias", file.tensors().containsKey("blk.0.attn_q.bias"))
                    .put("mlp_bias", file.tensors().containsKey("blk.0.ffn_gate.bias"));
        }
        rope(width);
        for (Map.Entry<String, String> role : Map.of(
                        "bos_token_id", "bos_token_id",
                        "eos_token_id", "eos_token_id",
                        "pad_token_id", "padding_token_id")
                .entrySet()) {
            metadata.whole("tokenizer.ggml." + role.getValue()).ifPresent(id -> config.put(role.getKey(), id));
        }
        return config;
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
            if (!HONOURED.contains(name) && !nothing) {
                throw metadata.fault(key, "is not known for " + architecture.id() + " and may change what it computes");
            }
        }
    }

    private int headWidth(int hidden, int heads) {
        Optional<Integer> turned = metadata.whole(key("rope.dimension_count"));
        int width = metadata.whole(key("attention.key_length")).or(() -> turned).orElse(hidden / heads);
        if (turned.orElse(width) != width) {
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
