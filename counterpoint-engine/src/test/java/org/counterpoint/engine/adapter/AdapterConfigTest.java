package org.counterpoint.engine.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is refused in an adapter's configuration, and by which words. */
class AdapterConfigTest {
    private static final List<String> LINEAR =
            List.of("model.layers.0.self_attn.q_proj", "model.layers.0.mlp.up_proj", "model.layers.1.self_attn.q_proj");
    private static final List<String> OTHERS = List.of("model.embed_tokens", "lm_head");

    @TempDir
    Path root;

    private AdapterConfig with(String field, String json) throws IOException {
        AdapterConfig sound = AdapterConfig.of(new AdapterSettings(2, 4, List.of("q_proj"), false, 1), LINEAR, false);
        ObjectNode node = (ObjectNode) JsonMapper.shared().readTree(sound.bytes(null));
        node.set(field, JsonMapper.shared().readTree(json));
        Path file = root.resolve(AdapterConfig.FILE);
        Files.writeString(file, node.toString());
        return AdapterConfig.read(file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "peft_type | \"IA3\" | `peft_type` is \"IA3\": only LORA adapters are computed",
                "use_dora | true | `use_dora` is true: DoRA also scales each output by a learnt magnitude",
                "bias | \"all\" | `bias` is \"all\": learnt biases are not computed",
                "lora_bias | true | `lora_bias` is true: it adds a bias to B, which is not computed here",
                "fan_in_fan_out | true | stored transposed, which is not computed here",
                "init_lora_weights | \"pissa\" | such an adapter changes its base's weights as well",
                "modules_to_save | [\"lm_head\"] | only the score of a SEQ_CLS adapter may be saved whole",
                "layer_replication | [[0,2],[1,3]] | it repeats layers of the base",
                "trainable_token_indices | [7] | it replaces rows of the embedding",
                "something_new | {\"a\":1} | this field is not known here and may change what the adapter computes",
                "r | 0 | `r` is 0: a number above 0 is needed",
                "r | 2.5 | `r` is 2.5: a whole number from 1 to 65536 is needed",
                "lora_alpha | \"x\" | `lora_alpha` is \"x\": a number above 0 is needed",
                "task_type | \"FEATURE_EXTRACTION\" | CAUSAL_LM and SEQ_CLS are computed",
                "target_modules | [] | a list of module names, or one regular expression, is needed",
                "target_modules | \"(q_proj\" | `target_modules` is no regular expression",
                "rank_pattern | {\"q_proj\":\"x\"} | `rank_pattern`",
            })
    void aFieldThatIsNotComputedIsRefusedByName(String field, String value, String message) {
        assertThatThrownBy(() -> with(field, value))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(root.resolve(AdapterConfig.FILE).toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"something_new | null", "something_new | false", "lora_dropout | 0.1", "revision | \"main\""})
    void whatSaysNothingIsPassedOver(String field, String value) throws IOException {
        assertThat(with(field, value).modules(LINEAR, OTHERS))
                .extracting(AdaptedModule::name)
                .containsExactly(LINEAR.get(0), LINEAR.get(2));
    }

    @Test
    void targetsThatNoAdapterCanBeOnAreRefused() throws IOException {
        AdapterConfig head = with("target_modules", "[\"q_proj\", \"lm_head\"]");
        assertThatThrownBy(() -> head.modules(LINEAR, OTHERS))
                .hasMessageContaining("`target_modules` names lm_head: adapters are computed on the linear layers");
        AdapterConfig none = with("target_modules", "[\"c_attn\"]");
        assertThatThrownBy(() -> none.modules(LINEAR, OTHERS))
                .hasMessageContaining(
                        "`target_modules` names no layer of the base model: [\"c_attn\"] among q_proj, up_proj");
        AdapterConfig endless = with("target_modules", "\"(.*.*)*(.*.*)*(.*.*)*x\"");
        assertThatThrownBy(() -> endless.modules(LINEAR, OTHERS)).hasMessageContaining("does not come to an end on");
    }

    @Test
    void ranksAndScalesFollowThePatterns() throws IOException {
        AdapterConfig config = with("rank_pattern", "{\"layers.1.self_attn.q_proj\": 8, \"q_proj\": 3}");
        assertThat(config.modules(LINEAR, OTHERS))
                .containsExactly(
                        new AdaptedModule(LINEAR.get(0), 3, 4.0 / 3), new AdaptedModule(LINEAR.get(2), 8, 4.0 / 8));
    }
}
