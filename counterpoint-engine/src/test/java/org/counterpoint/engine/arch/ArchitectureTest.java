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

    @Test
    void gemmaNormsAroundAndCaps() {
        Architecture gemma2 = minimal("Gemma2ForCausalLM", "");
        assertThat(gemma2.norms()).isEqualTo(new Architecture.Norms(1e-6, NormWeight.ONE_PLUS, NormPlace.AROUND));
        assertThat(gemma2.softCaps()).isEqualTo(new Architecture.SoftCaps(50, 30));
        assertThat(gemma2.scales()).isEqualTo(new Architecture.Scales(8, 1, 1));
        assertThat(gemma2.feedForward().activation()).isEqualTo(Activation.GELU_TANH);
        assertThat(gemma2.attention().scale()).isEqualTo(1.0 / 16);
        assertThat(gemma2.attention().windows()).containsExactly(4096, 0, 4096);
        assertThat(gemma2.vocabulary()).isEqualTo(new Architecture.Vocabulary(100, true, 0, Set.of()));
        assertThat(minimal("Gemma2ForCausalLM", ",'attn_logit_softcapping':null,'final_logit_softcapping':7")
                        .softCaps())
                .isEqualTo(new Architecture.SoftCaps(0, 7));
    }

    /** The keys of files that were written before transformers 5. */
    @Test
    void gemma3HasTwoRotations() {
        String older = ",'num_hidden_layers':3,'head_dim':8,'rope_theta':70000,'rope_local_base_freq':5000,"
                + "'rope_scaling':{'factor':8.0,'rope_type':'linear'},'sliding_window_pattern':2,'sliding_window':9";
        Architecture model = parse("{'model_type':'gemma3_text','hidden_size':64,'intermediate_size':96,"
                + "'num_attention_heads':32,'vocab_size':100" + older + "}");
        assertThat(model.positions())
                .isEqualTo(new Architecture.Positions(
                        131_072,
                        List.of(
                                new Rope(70_000, 8, new RopeScaling.Linear(8)),
                                new Rope(5_000, 8, new RopeScaling.None())),
                        List.of(1, 0, 1)));
        assertThat(model.attention().windows()).containsExactly(9, 0, 9);
        assertThat(golden("gemma3").positions().ropes())
                .containsExactly(
                        new Rope(50_000, 12, new RopeScaling.Linear(3)), new Rope(700, 12, new RopeScaling.None()));
    }

    @Test
    void phiRotatesAPartOfAHead() {
        assertThat(golden("phi3-longrope").positions().ropes())
                .containsExactly(new Rope(
                        300,
                        6,
                        new RopeScaling.LongRope(
                                List.of(1.0, 1.1, 1.7),
                                List.of(1.3, 2.5, 7.0),
                                16,
                                Math.sqrt(1 + Math.log(4) / Math.log(16)))));
        String older = ",'num_attention_heads':4,'pad_token_id':3,'partial_rotary_factor':0.25,'rope_scaling':"
                + "{'type':'su','short_factor':[1,2],'long_factor':[3,4]},'max_position_embeddings':8192,"
                + "'auto_map':{'AutoConfig':'configuration_phi3.Phi3Config'},'lm_head_bias':false";
        Architecture model = parse("{'model_type':'phi3','hidden_size':64,'intermediate_size':96,"
                + "'num_hidden_layers':2,'vocab_size':100" + older + "}");
        assertThat(model.positions().ropes().get(0).dims()).isEqualTo(4);
        assertThat(((RopeScaling.LongRope) model.positions().ropes().get(0).scaling()).originalMax())
                .isEqualTo(4096);
        assertThat(ExpectedTensor.of(model).stream().map(ExpectedTensor::name))
                .contains("model.layers.1.self_attn.qkv_proj.weight", "model.layers.1.mlp.gate_up_proj.weight")
                .doesNotContain("model.layers.1.self_attn.q_proj.weight");
    }

    @Test
    void olmoNormsBehindAndWhole() {
        Architecture model = minimal("Olmo2ForCausalLM", "");
        assertThat(model.norms()).isEqualTo(new Architecture.Norms(1e-5, NormWeight.PLAIN, NormPlace.AFTER));
        assertThat(model.attention().queryKeyNorm()).isEqualTo(QueryKeyNorm.WHOLE);
        assertThat(ExpectedTensor.of(model).stream().map(ExpectedTensor::name))
                .contains("model.layers.0.post_feedforward_layernorm.weight")
                .doesNotContain("model.layers.0.input_layernorm.weight");
    }

    @Test
    void graniteMultiplies() {
        Architecture model = minimal(
                "GraniteForCausalLM",
                ",'embedding_multiplier':12,'attention_multiplier':0.25,'residual_multiplier':0.5,'logits_scaling':8");
        assertThat(model.scales()).isEqualTo(new Architecture.Scales(12, 0.5, 0.125));
        assertThat(model.attention().scale()).isEqualTo(0.25);
    }

    @Test
    void someLayersOfSmolLm3DoNotRotate() {
        String pad = ",'pad_token_id':3,'pretraining_tp':2";
        Architecture model = minimal("SmolLM3ForCausalLM", pad + ",'no_rope_layer_interval':2");
        assertThat(model.positions().ropeOfLayer()).containsExactly(0, Architecture.Positions.NONE, 0);
        assertThat(model.positions().ropes().get(0).theta()).isEqualTo(2_000_000);
        assertThat(minimal("SmolLM3ForCausalLM", pad + ",'no_rope_layers':[0,1,1]")
                        .positions()
                        .ropeOfLayer())
                .containsExactly(Architecture.Positions.NONE, 0, 0);
        assertThat(golden("smollm3").attention().windows()).containsExactly(0, 8, 0);
    }
}
