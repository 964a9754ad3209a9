package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ModelConfigTest {

    private static ModelConfig golden(String name) {
        return ModelConfig.parse(Golden.model(name).resolve("config.json"));
    }

    private static ModelConfig parse(String json) {
        ObjectNode node = (ObjectNode) JsonObject.MAPPER.readTree(json.replace('\'', '"'));
        return ConfigParser.parse(new JsonObject(Path.of("config.json"), "", node));
    }

    private static ModelConfig minimal(String architecture, String more) {
        return parse("{'architectures':['" + architecture + "'],'hidden_size':64,'intermediate_size':96,"
                + "'num_hidden_layers':3,'num_attention_heads':32,'vocab_size':100" + more + "}");
    }

    @Test
    void readsEveryFieldOfALlama() {
        assertThat(golden("smollm2"))
                .isEqualTo(new ModelConfig(
                        "LlamaForCausalLM",
                        0,
                        36,
                        32,
                        2,
                        6,
                        2,
                        6,
                        96,
                        1e-5,
                        100_000,
                        new RopeScaling.None(),
                        64,
                        List.of(0, 0),
                        false,
                        false,
                        false,
                        false,
                        true,
                        0.02,
                        2,
                        Set.of(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "llama-plain,false,false,false,false",
        "llama-biases,true,true,true,false",
        "mistral,false,false,false,false",
        "qwen2,true,false,false,false",
        "qwen3,false,false,false,true",
    })
    void familiesHaveTheirBiasesAndNorms(String name, boolean qkv, boolean output, boolean mlp, boolean norm) {
        ModelConfig config = golden(name);
        assertThat(config.queryKeyValueBias()).isEqualTo(qkv);
        assertThat(config.outputBias()).isEqualTo(output);
        assertThat(config.mlpBias()).isEqualTo(mlp);
        assertThat(config.queryKeyNorm()).isEqualTo(norm);
    }

    @Test
    void readsRopeUnderOldAndNewKeys() {
        assertThat(golden("llama-linear").ropeScaling()).isEqualTo(new RopeScaling.Linear(2.5));
        assertThat(golden("llama-dynamic").ropeScaling()).isEqualTo(new RopeScaling.Dynamic(8, 16));
        assertThat(golden("llama3").ropeScaling()).isEqualTo(new RopeScaling.Llama3(8, 1, 4, 16));
        assertThat(golden("llama3").ropeTheta()).isEqualTo(500);
        assertThat(golden("llama-yarn").ropeScaling())
                .isEqualTo(new RopeScaling.Yarn(4, 16, 1.3, 0.3, 0.1 * Math.log(4) + 1, true));
        assertThat(golden("llama-yarn-untruncated").ropeScaling())
                .isEqualTo(new RopeScaling.Yarn(4, 16, 1.5, 0.7, 1.3, false));
        assertThat(minimal("LlamaForCausalLM", "").ropeTheta()).isEqualTo(10_000);
        assertThat(minimal("LlamaForCausalLM", ",'rope_scaling':null,'rope_theta':500000")
                        .ropeTheta())
                .isEqualTo(500_000);
    }

    @Test
    void originalLengthBesideRopeParametersWins() {
        String rope = "'rope_scaling':{'type':'yarn','factor':2.0,'original_max_position_embeddings':32}";
        RopeScaling.Yarn yarn =
                (RopeScaling.Yarn) minimal("LlamaForCausalLM", "," + rope + ",'original_max_position_embeddings':64")
                        .ropeScaling();
        assertThat(yarn.originalMax()).isEqualTo(64);
    }

    @Test
    void yarnWithoutAFactorTakesTheRatioOfLengths() {
        String rope = "'rope_scaling':{'type':'yarn','factor':null,'original_max_position_embeddings':512}";
        assertThat(minimal("LlamaForCausalLM", "," + rope).ropeScaling())
                .isEqualTo(new RopeScaling.Yarn(4, 512, 32, 1, 0.1 * Math.log(4) + 1, true));
    }

    @Test
    void defaultsAreTransformers() {
        assertThat(minimal("LlamaForCausalLM", "").kvHeads()).isEqualTo(32);
        assertThat(minimal("MistralForCausalLM", "").kvHeads()).isEqualTo(8);
        assertThat(minimal("MistralForCausalLM", "").slidingWindows()).isEqualTo(Collections.nCopies(3, 4096));
        assertThat(minimal("Qwen3ForCausalLM", "").headDim()).isEqualTo(128);
        assertThat(minimal("Qwen2ForCausalLM", "").maxPositions()).isEqualTo(32768);
        assertThat(minimal("Qwen2ForCausalLM", "").headDim()).isEqualTo(2);
        assertThat(minimal("LlamaForCausalLM", "").padToken()).isEqualTo(-1);
        assertThat(minimal("LlamaForCausalLM", "").tiedEmbeddings()).isFalse();
    }

    @Test
    void aNullWindowIsNone() {
        assertThat(minimal("MistralForCausalLM", ",'sliding_window':null").slidingWindows())
                .containsOnly(0);
    }

    @Test
    void windowsOfQwenStartAtALayer() {
        String window = ",'sliding_window':7,'max_window_layers':1";
        assertThat(minimal("Qwen2ForCausalLM", window).slidingWindows()).containsExactly(0, 0, 0);
        assertThat(minimal("Qwen2ForCausalLM", window + ",'use_sliding_window':true")
                        .slidingWindows())
                .containsExactly(0, 7, 7);
        assertThat(golden("qwen2-window").slidingWindows()).containsExactly(0, 8, 8);
        assertThat(minimal(
                                "Qwen3ForCausalLM",
                                window + ",'use_sliding_window':true,'layer_types':"
                                        + "['sliding_attention','full_attention','sliding_attention']")
                        .slidingWindows())
                .containsExactly(7, 0, 7);
    }

    @Test
    void endTokensAreOneOrMany() {
        assertThat(minimal("LlamaForCausalLM", ",'eos_token_id':[5,7]").endTokens())
                .containsExactlyInAnyOrder(5, 7);
        assertThat(minimal("LlamaForCausalLM", "").endTokens()).isEmpty();
    }

    @Test
    void aNegativePadTokenCountsFromTheEnd() {
        assertThat(minimal("LlamaForCausalLM", ",'pad_token_id':-1").padToken()).isEqualTo(99);
    }
}
