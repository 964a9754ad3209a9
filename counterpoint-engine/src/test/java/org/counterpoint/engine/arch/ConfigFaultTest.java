package org.counterpoint.engine.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ConfigFaultTest {
    private static final String SOUND = "{'architectures':['LlamaForCausalLM'],'model_type':'llama','hidden_size':64,"
            + "'intermediate_size':96,'num_hidden_layers':2,'num_attention_heads':4,'vocab_size':100}";

    private static void parse(String changes) {
        ObjectNode node = (ObjectNode) JsonObject.MAPPER.readTree(SOUND.replace('\'', '"'));
        node.setAll((ObjectNode) JsonObject.MAPPER.readTree(changes));
        Architecture.parse(new JsonObject(Path.of("m/config.json"), "", node));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'hidden_size':'64'}|m/config.json: `hidden_size` is \"64\": a whole number from 1 to 16777216 is"
                        + " needed",
                "{'hidden_size':-64}|`hidden_size` is -64: a whole number from 1",
                "{'hidden_size':0}|`hidden_size` is 0: a whole number from 1",
                "{'hidden_size':64.5}|`hidden_size` is 64.5: a whole number from 1",
                "{'hidden_size':99999999999999999999}|`hidden_size` is 99999999999999999999: a whole number",
                "{'vocab_size':2000000000}|`vocab_size` is 2000000000: a whole number from 1 to 16777216",
                "{'vocab_size':null}|`vocab_size` is missing",
                "{'num_hidden_layers':1000000}|`num_hidden_layers` is 1000000: a whole number from 1 to 4096",
                "{'hidden_size':65}|`hidden_size` is 65, not a multiple of `num_attention_heads`, which is 4",
                "{'num_key_value_heads':3}|`num_attention_heads` is 4, not a multiple of `num_key_value_heads`",
                "{'head_dim':7}|heads are 7 wide, but rotary embeddings turn pairs: an even `head_dim` is needed",
                "{'rms_norm_eps':0}|`rms_norm_eps` is 0: a number above 0 is needed",
                "{'rms_norm_eps':1e999}|`rms_norm_eps` is",
                "{'tie_word_embeddings':'yes'}|`tie_word_embeddings` is \"yes\": true or false is needed",
                "{'initializer_range':2}|`initializer_range` is 2: a number from 0 to 1 is needed",
                "{'pad_token_id':100}|`pad_token_id` is 100: a whole number from -100 to 99 is needed",
                "{'eos_token_id':[1,100]}|`eos_token_id` is [1,100]: a whole number from 0 to 99 is needed",
                "{'architectures':['GPT2LMHeadModel']}|the architecture GPT2LMHeadModel (`model_type` llama) is not"
                        + " supported. Supported are LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM,"
                        + " Qwen3ForCausalLM, Gemma2ForCausalLM, Gemma3ForCausalLM, Phi3ForCausalLM, Olmo2ForCausalLM,"
                        + " GraniteForCausalLM, SmolLM3ForCausalLM.",
                "{'architectures':['LlamaForCausalLM','X']}|`architectures` is [\"LlamaForCausalLM\",\"X\"]: exactly"
                        + " one is needed",
                "{'architectures':null,'model_type':null}|neither `architectures` nor `model_type` says what model"
                        + " this is",
                "{'model_type':'mixtral'}|the architecture LlamaForCausalLM (`model_type` mixtral) is not supported",
                "{'hidden_act':'gelu'}|`hidden_act` is \"gelu\": LlamaForCausalLM is supported only with \"silu\" or"
                        + " \"swish\"",
                "{'attention_dropout':0.1}|`attention_dropout` is 0.1: LlamaForCausalLM is supported only with 0 or"
                        + " 0.0",
                "{'pretraining_tp':2}|`pretraining_tp` is 2: LlamaForCausalLM is supported only with 1",
                "{'partial_rotary_factor':0.5}|`partial_rotary_factor` is 0.5",
                "{'quantization_config':{'bits':4}}|`quantization_config` is {\"bits\":4}",
                "{'num_experts':8}|`num_experts` is 8: this key is not known for LlamaForCausalLM and may change what",
                "{'sliding_window':4096}|`sliding_window` is 4096: this key is not known for LlamaForCausalLM",
                "{'model_type':'mistral','architectures':null,'attention_bias':true}|`attention_bias` is true",
                "{'model_type':'qwen2','architectures':null,'mlp_bias':true}|`mlp_bias` is true",
                "{'model_type':'mistral','architectures':null,'sliding_window':0,'num_key_value_heads':4}|`sliding_window`"
                        + " is 0",
                "{'model_type':'qwen2','architectures':null,'num_key_value_heads':4,'layer_types':['full_attention']}|`layer_types`"
                        + " has 1 entries, `num_hidden_layers` is 2",
                "{'model_type':'qwen2','architectures':null,'num_key_value_heads':4,'layer_types':['full_attention','chunked_attention']}|only"
                        + " full_attention and sliding_attention are supported, not chunked_attention",
                "{'model_type':'qwen2','architectures':null,'num_key_value_heads':4,'layer_types':['full_attention','sliding_attention']}|a"
                        + " sliding layer needs `use_sliding_window` true",
                "{'rope_theta':1}|`rope_theta` is 1: a number above 1 is needed",
                "{'rope_scaling':{'type':'longrope'}}|`rope_scaling.type` is \"longrope\": supported are default,"
                        + " linear, dynamic, llama3 and yarn",
                "{'rope_scaling':{'type':'linear','rope_type':'yarn'}}|`rope_scaling.type` is \"linear\": `rope_type`"
                        + " beside it is \"yarn\"",
                "{'rope_scaling':{'type':'linear','factor':0.5}}|`rope_scaling.factor` is 0.5: a number from 1 is"
                        + " needed",
                "{'rope_scaling':{'type':'linear','factor':'2'}}|`rope_scaling.factor` is \"2\": a finite number is"
                        + " needed",
                "{'rope_scaling':{'type':'linear'}}|`rope_scaling.factor` is missing",
                "{'rope_scaling':{'type':'linear','factor':2,'beta_fast':3}}|`rope_scaling.beta_fast` is 3: this"
                        + " scaling does not use it",
                "{'rope_scaling':{'type':'dynamic','factor':2,'original_max_position_embeddings':7}}|dynamic scaling"
                        + " starts at `max_position_embeddings`, which is 2048",
                "{'rope_scaling':{'type':'llama3','factor':8,'low_freq_factor':4,'high_freq_factor':4}}|it must be"
                        + " above `low_freq_factor`",
                "{'rope_scaling':{'type':'yarn','factor':8,'beta_fast':1,'beta_slow':2}}|it must not be below"
                        + " `beta_slow`",
                "{'rope_scaling':{'type':'yarn','factor':8},'rope_parameters':{}}|both `rope_parameters` and"
                        + " `rope_scaling` are given",
                "{'rope_parameters':{'full_attention':{}}}|`rope_parameters.full_attention` is {}",
                "{'rope_parameters':{'rope_theta':5},'rope_theta':6}|`rope_parameters.rope_theta` is 5: `rope_theta`"
                        + " beside it is 6.0",
                "{'architectures':null,'model_type':'gemma2','hidden_activation':'relu'}|`hidden_activation` is"
                        + " \"relu\": supported are gelu_pytorch_tanh",
                "{'architectures':null,'model_type':'gemma2','hidden_act':'silu'}|`hidden_activation` is what holds,"
                        + " and says otherwise",
                "{'architectures':null,'model_type':'gemma2','use_bidirectional_attention':true}|`use_bidirectional_attention`"
                        + " is true",
                "{'architectures':null,'model_type':'gemma2','sliding_window':null}|layers that slide need one: a"
                        + " whole number from 1",
                "{'architectures':null,'model_type':'gemma2','final_logit_softcapping':-1}|`final_logit_softcapping`"
                        + " is -1: a number above 0",
                "{'architectures':null,'model_type':'gemma3_text','attn_logit_softcapping':50}|`attn_logit_softcapping`"
                        + " is 50: this key is not known",
                "{'architectures':null,'model_type':'gemma3_text','rope_parameters':{'rope_theta':5}}|only"
                        + " full_attention and sliding_attention are expected",
                "{'architectures':null,'model_type':'gemma3_text','rope_parameters':{'full_attention':{}}}|`rope_parameters.sliding_attention`"
                        + " is missing",
                "{'architectures':null,'model_type':'phi3'}|transformers' default for Phi3ForCausalLM, 32000, is"
                        + " outside the vocabulary of 100",
                "{'architectures':null,'model_type':'phi3','pad_token_id':1,'auto_map':{'AutoModel':'other.Model'}}|only"
                        + " code of configuration_phi3",
                "{'architectures':null,'model_type':'phi3','pad_token_id':1,'partial_rotary_factor':0.1}|of heads 16"
                        + " wide it rotates 1 numbers",
                "{'architectures':null,'model_type':'phi3','pad_token_id':1,'rope_scaling':{'type':'yarn','factor':2}}|supported"
                        + " are default, longrope and su",
                "{'architectures':null,'model_type':'phi3','pad_token_id':1,'rope_scaling':{'type':'longrope','short_factor':[1]}}|a"
                        + " list of 8 numbers is needed",
                "{'architectures':null,'model_type':'phi3','pad_token_id':1,'attention_bias':true}|`attention_bias` is"
                        + " true: Phi3ForCausalLM is supported only with false",
                "{'architectures':null,'model_type':'granite','residual_multiplier':0}|`residual_multiplier` is 0: a"
                        + " number above 0 is needed",
                "{'architectures':null,'model_type':'smollm3','pad_token_id':1,'no_rope_layers':[1]}|one number a"
                        + " layer is needed, which are 2",
                "{'architectures':null,'model_type':'olmo2','sliding_window':7}|`sliding_window` is 7: this key is not"
                        + " known for Olmo2ForCausalLM",
                "{'architectures':['GraniteForSequenceClassification'],'model_type':'granite'}|the architecture"
                        + " GraniteForSequenceClassification",
                "{'architectures':['MixtralForCausalLM'],'model_type':'mixtral'}|the architecture MixtralForCausalLM"
                        + " (`model_type` mixtral) is not",
                "{'rope_parameters':[1]}|`rope_parameters` is [1]: an object is needed",
            })
    void whatChangesTheComputationIsRefusedByName(String changes, String message) {
        assertThatThrownBy(() -> parse(changes.replace('\'', '"')))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("m/config.json")
                .hasMessageContaining(message);
    }

    @Test
    void keysWithoutEffectAndNullsAreTaken() {
        parse(
                "{\"use_cache\":false,\"torch_dtype\":\"bfloat16\",\"some_new_key\":null,\"_model_name_or_path\":\"x\",\"hidden_act\":\"silu\"}");
    }

    @Test
    void filesThatAreNotJsonAreNamedWithThePlace(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        assertThatThrownBy(() -> Architecture.parse(file)).hasMessage(file + " is missing");
        Files.writeString(file, "{\n \"a\": 1,,}");
        assertThatThrownBy(() -> Architecture.parse(file))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + ":2:")
                .hasMessageContaining("not valid JSON");
        Files.writeString(file, "{\"vocab_size\":1,\"vocab_size\":2}");
        assertThatThrownBy(() -> Architecture.parse(file)).hasMessageContaining("Duplicate");
        Files.writeString(file, "[]");
        assertThatThrownBy(() -> Architecture.parse(file)).hasMessage(file + ": a JSON object was expected");
        Files.writeString(file, "");
        assertThatThrownBy(() -> Architecture.parse(file)).hasMessage(file + ": a JSON object was expected");
        Files.write(file, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        assertThatThrownBy(() -> Architecture.parse(file)).hasMessageContaining("not valid JSON");
        Files.write(file, SOUND.replace('\'', '"').getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> Architecture.parse(file)).hasMessageContaining("it is not UTF-8");
        Files.write(file, SOUND.replace('\'', '"').getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> Architecture.parse(file)).hasMessageContaining("not valid JSON");
        Files.writeString(file, "{\"a\": [1, 2");
        assertThatThrownBy(() -> Architecture.parse(file))
                .hasMessageStartingWith(file + ":1:")
                .hasMessageNotContaining("Source");
        Files.write(file, "{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Architecture.parse(file)).hasMessageContaining("not valid JSON");
        assertThat(file).exists();
    }
}
