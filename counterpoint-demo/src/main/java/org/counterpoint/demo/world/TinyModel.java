package org.counterpoint.demo.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of a model small enough for a demo: about a million parameters in the LLaMA shape, a tokenizer, a chat
 * template.
 */
public final class TinyModel {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int VOCABULARY = 1024;
    private static final int END = TinyTokenizer.SPECIAL.indexOf("<|end|>");

    private static final String TEMPLATE = """
        {%- for message in messages -%}
        {%- if message['role'] not in ['user', 'assistant'] -%}
        {{- raise_exception('this model knows the roles user and assistant only') -}}
        {%- endif -%}
        {{- '<|' + message['role'] + '|>' + message['content'] + '<|end|>' -}}
        {%- endfor -%}
        {%- if add_generation_prompt -%}{{- '<|assistant|>' -}}{%- endif -%}
        """;

    private TinyModel() {}

    /** Writes {@code config.json} and a {@code tokenizer/} folder, learnt from these texts. */
    public static void writeParts(Path folder, List<String> texts) throws IOException {
        Path tokenizer = Files.createDirectories(folder.resolve("tokenizer"));
        write(folder.resolve("config.json"), config());
        write(tokenizer.resolve("tokenizer.json"), TinyTokenizer.learn(texts, VOCABULARY));
        write(
                tokenizer.resolve("tokenizer_config.json"),
                JSON.createObjectNode()
                        .put("tokenizer_class", "PreTrainedTokenizerFast")
                        .put("eos_token", "<|end|>")
                        .put("pad_token", "<|end|>"));
        Files.writeString(tokenizer.resolve("chat_template.jinja"), TEMPLATE.stripTrailing());
    }

    private static ObjectNode config() {
        ObjectNode config = JSON.createObjectNode().put("model_type", "llama");
        config.putArray("architectures").add("LlamaForCausalLM");
        return config.put("hidden_size", 128)
                .put("intermediate_size", 384)
                .put("num_hidden_layers", 4)
                .put("num_attention_heads", 4)
                .put("num_key_value_heads", 2)
                .put("head_dim", 32)
                .put("vocab_size", VOCABULARY)
                .put("max_position_embeddings", 256)
                .put("rms_norm_eps", 1e-5)
                .put("rope_theta", 10000.0)
                .put("hidden_act", "silu")
                .put("attention_bias", false)
                .put("mlp_bias", false)
                .put("tie_word_embeddings", true)
                .put("initializer_range", 0.05)
                .put("eos_token_id", END)
                .put("torch_dtype", "float32");
    }

    private static void write(Path file, ObjectNode json) throws IOException {
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}
