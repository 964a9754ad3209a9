package org.counterpoint.engine.arch;

import java.util.Map;
import java.util.Set;
import org.counterpoint.engine.JsonObject;

/** Every key of a {@code config.json} is honoured, known to change nothing that is computed here, or refused. */
final class ConfigKeys {
    private static final Set<String> HONOURED = Set.of(
            "architectures",
            "model_type",
            "hidden_size",
            "intermediate_size",
            "num_hidden_layers",
            "num_attention_heads",
            "num_key_value_heads",
            "head_dim",
            "vocab_size",
            "rms_norm_eps",
            "max_position_embeddings",
            "original_max_position_embeddings",
            "rope_parameters",
            "rope_scaling",
            "rope_theta",
            "tie_word_embeddings",
            "initializer_range",
            "pad_token_id",
            "eos_token_id");

    /**
     * Where the file was made, how it is loaded elsewhere, what a call returns, legacy defaults of generation. So
     * are all keys that begin with an underscore.
     */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "attn_implementation",
            "bad_words_ids",
            "begin_suppress_tokens",
            "bos_token_id",
            "cache_implementation",
            "decoder_start_token_id",
            "diversity_penalty",
            "do_sample",
            "dtype",
            "early_stopping",
            "encoder_no_repeat_ngram_size",
            "exponential_decay_length_penalty",
            "finetuning_task",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "gradient_checkpointing",
            "id2label",
            "is_llama_config",
            "keys_to_ignore_at_inference",
            "label2id",
            "length_penalty",
            "max_length",
            "max_sequence_length",
            "min_length",
            "model_max_length",
            "model_name",
            "model_parallel",
            "name_or_path",
            "no_repeat_ngram_size",
            "num_beam_groups",
            "num_beams",
            "num_labels",
            "num_return_sequences",
            "output_attentions",
            "output_hidden_states",
            "output_scores",
            "prefix",
            "problem_type",
            "remove_invalid_values",
            "repetition_penalty",
            "return_dict",
            "return_dict_in_generate",
            "sep_token_id",
            "seq_length",
            "suppress_tokens",
            "task_specific_params",
            "temperature",
            "tf_legacy_loss",
            "tie_last_hidden_states",
            "tokenizer_class",
            "top_k",
            "top_p",
            "torch_dtype",
            "transformers.js_config",
            "transformers_version",
            "typical_p",
            "unk_token_id",
            "unsloth_fixed",
            "unsloth_version",
            "use_bfloat16",
            "use_cache");

    /** Keys with one value that changes nothing; any other would. */
    private static final Map<String, Set<String>> ONLY = Map.ofEntries(
            Map.entry("hidden_act", Set.of("\"silu\"", "\"swish\"")),
            Map.entry("attention_dropout", Set.of("0", "0.0")),
            Map.entry("hidden_dropout", Set.of("0", "0.0")),
            Map.entry("resid_pdrop", Set.of("0", "0.0")),
            Map.entry("embd_pdrop", Set.of("0", "0.0")),
            Map.entry("partial_rotary_factor", Set.of("1", "1.0")),
            Map.entry("pretraining_tp", Set.of("1")),
            Map.entry("chunk_size_feed_forward", Set.of("0")),
            Map.entry("is_encoder_decoder", Set.of("false")),
            Map.entry("is_decoder", Set.of("false", "true")),
            Map.entry("add_cross_attention", Set.of("false")),
            Map.entry("tie_encoder_decoder", Set.of("false")),
            Map.entry("torchscript", Set.of("false")),
            Map.entry("rope_interleaved", Set.of("false")),
            Map.entry("use_sliding_window", Set.of("false")),
            Map.entry("attention_bias", Set.of("false")),
            Map.entry("mlp_bias", Set.of("false")),
            Map.entry("use_mrope", Set.of("false")),
            Map.entry("use_bidirectional_attention", Set.of("false")),
            Map.entry("lm_head_bias", Set.of("false")),
            Map.entry("full_attn_mod", Set.of("1")),
            Map.entry("interpolate_factor", Set.of("1")),
            Map.entry("use_qk_norm", Set.of("false")),
            Map.entry("output_router_logits", Set.of("false")),
            Map.entry("pruned_heads", Set.of("{}")),
            Map.entry("auto_map", Set.of("{}")),
            Map.entry("quantization_config", Set.of("{}")));

    private ConfigKeys() {}

    static void check(JsonObject json, Family family) {
        for (String key : json.keys()) {
            boolean known = HONOURED.contains(key)
                    || family.parser().ownKeys().contains(key)
                    || WITHOUT_EFFECT.contains(key)
                    || key.startsWith("_");
            if (known || !json.has(key)) {
                continue;
            }
            Set<String> allowed = ONLY.get(key);
            if (allowed == null) {
                throw json.fault(
                        key,
                        "this key is not known for " + family.architecture() + " and may change what it computes."
                                + " If it does not, remove it from the file");
            }
            if (!allowed.contains(json.node().get(key).toString())) {
                throw json.fault(
                        key,
                        family.architecture() + " is supported only with "
                                + String.join(" or ", allowed.stream().sorted().toList()) + ", or without this key");
            }
        }
    }
}
