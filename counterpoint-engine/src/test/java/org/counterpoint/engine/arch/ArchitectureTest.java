package org.counterpoint.engine.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.weights.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ArchitectureTest {

    private static Architecture golden(String name) {
        return Architecture.parse(Golden.model(name).resolve("config.json"));
    }

    private static Architecture parse(String json) {
        ObjectNode node = (ObjectNode) JsonObject.MAPPER.readTree(json.replace('\'', '"'));
        return Architecture.parse(new JsonObject(Path.of("config.json"), "", node));
    }

    private static Architecture minimal(String architecture, String more) {
        return parse("{'architectures':['" + architecture + "'],'hidden_size':64,'intermediate_size':96,"
                + "'num_hidden_layers':3,'num_attention_heads':32,'vocab_size':100" + more + "}");
    }

    @Test
    void readsEveryFieldOfALlama() {
        assertThat(golden("smollm2"))
                .isEqualTo(new Architecture(
                        Family.LLAMA,
                        "LlamaForCausalLM",
                        0,
                        2,
                        36,
                        new Architecture.Vocabulary(96, true, 2, Set.of(2)),
                        new Architecture.Attention(
                                6, 2, 6, false, false, QueryKeyNorm.NONE, 1 / Math.sqrt(6), List.of(0, 0)),
                        new Architecture.FeedForward(32, false, Activation.SILU),
                        new Architecture.Norms(1e-5, NormWeight.PLAIN, NormPlace.BEFORE),
                        new Architecture.Positions(
                                64, List.of(new Rope(100_000, 6, new RopeScaling.None())), List.of(0, 0)),
                        Architecture.Scales.ONE,
                        Architecture.SoftCaps.NONE,
                        0.02));
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
        Architecture config = golden(name);
        assertThat(config.attention().queryKeyValueBias()).isEqualTo(qkv);
        assertThat(config.attention().outputBias()).isEqualTo(output);
        assertThat(config.feedForward().bias()).isEqualTo(mlp);
        assertThat(config.attention().queryKeyNorm()).isEqualTo(norm ? QueryKeyNorm.EACH_HEAD : QueryKeyNorm.NONE);
    }

    @Test
    void readsRopeUnderOldAndNewKeys() {
        assertThat(golden("llama-linear").positions().ropes().get(0).scaling()).isEqualTo(new RopeScaling.Linear(2.5));
        assertThat(golden("llama-dynamic").positions().ropes().get(0).scaling())
                .isEqualTo(new RopeScaling.Dynamic(8, 16));
        assertThat(golden("llama3").positions().ropes().get(0).scaling())
                .isEqualTo(new RopeScaling.Llama3(8, 1, 4, 16));
        assertThat(golden("llama3").positions().ropes().get(0).theta()).isEqualTo(500);
        assertThat(golden("llama-yarn").positions().ropes().get(0).scaling())
                .isEqualTo(new RopeScaling.Yarn(4, 16, 1.3, 0.3, 0.1 * Math.log(4) + 1, true));
        assertThat(golden("llama-yarn-untruncated").positions().ropes().get(0).scaling())
                .isEqualTo(new RopeScaling.Yarn(4, 16, 1.5, 0.7, 1.3, false));
        assertThat(minimal("LlamaForCausalLM", "").positions().ropes().get(0).theta())
                .isEqualTo(10_000);
        assertThat(minimal("LlamaForCausalLM", ",'rope_scaling':null,'rope_theta':500000")
                        .positions()
                        .ropes()
                        .get(0)
                        .theta())
                .isEqualTo(500_000);
    }

    @Test
    void originalLengthBesideRopeParametersWins() {
        String rope = "'rope_scaling':{'type':'yarn','factor':2.0,'original_max_position_embeddings':32}";
        RopeScaling.Yarn yarn =
                (RopeScaling.Yarn) minimal("LlamaForCausalLM", "," + rope + ",'original_max_position_embeddings':64")
                        .positions()
                        .ropes()
                        .get(0)
                        .scaling();
        assertThat(yarn.originalMax()).isEqualTo(64);
    }

    @Test
    void yarnWithoutAFactorTakesTheRatioOfLengths() {
        String rope = "'rope_scaling':{'type':'yarn','factor':null,'original_max_position_embeddings':512}";
        assertThat(minimal("LlamaForCausalLM", "," + rope)
                        .positions()
                        .ropes()
                        .get(0)
                        .scaling())
                .isEqualTo(new RopeScaling.Yarn(4, 512, 32, 1, 0.1 * Math.log(4) + 1, true));
    }

    @Test
    void defaultsAreTransformers() {
        assertThat(minimal("LlamaForCausalLM", "").attention().kvHeads()).isEqualTo(32);
        assertThat(minimal("MistralForCausalLM", "").attention().kvHeads()).isEqualTo(8);
        assertThat(minimal("MistralForCausalLM", "").attention().windows()).isEqualTo(Collections.nCopies(3, 4096));
        assertThat(minimal("Qwen3ForCausalLM", "").attention().headDim()).isEqualTo(128);
        assertThat(minimal("Qwen2ForCausalLM", "").positions().most()).isEqualTo(32768);
        assertThat(minimal("Qwen2ForCausalLM", "").attention().headDim()).isEqualTo(2);
        assertThat(minimal("LlamaForCausalLM", "").vocabulary().padToken()).isEqualTo(-1);
        assertThat(minimal("LlamaForCausalLM", "").vocabulary().tied()).isFalse();
    }

    @Test
    void aNullWindowIsNone() {
        assertThat(minimal("MistralForCausalLM", ",'sliding_window':null")
                        .attention()
                        .windows())
                .containsOnly(0);
    }

    @Test
    void windowsOfQwenStartAtALayer() {
        String window = ",'sliding_window':7,'max_window_layers':1";
        assertThat(minimal("Qwen2ForCausalLM", window).attention().windows()).containsExactly(0, 0, 0);
        assertThat(minimal("Qwen2ForCausalLM", window + ",'use_sliding_window':true")
                        .attention()
                        .windows())
                .containsExactly(0, 7, 7);
        assertThat(golden("qwen2-window").attention().windows()).containsExactly(0, 8, 8);
        assertThat(minimal(
                                "Qwen3ForCausalLM",
                                window + ",'use_sliding_window':true,'layer_types':"
                                        + "['sliding_attention','full_attention','sliding_attention']")
                        .attention()
                        .windows())
                .containsExactly(7, 0, 7);
    }

    @Test
    void endTokensAreOneOrMany() {
        assertThat(minimal("LlamaForCausalLM", ",'eos_token_id':[5,7]")
                        .vocabulary()
                        .endTokens())
                .containsExactlyInAnyOrder(5, 7);
        assertThat(minimal("LlamaForCausalLM", "").vocabulary().endTokens()).isEmpty();
    }

    @Test
    void aNegativePadTokenCountsFromTheEnd() {
        assertThat(minimal("LlamaForCausalLM", ",'pad_token_id':-1")
                        .vocabulary()
                        .padToken())
                .isEqualTo(99);
    }
}
