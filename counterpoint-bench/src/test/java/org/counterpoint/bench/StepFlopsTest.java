package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.engine.arch.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepFlopsTest {
    @TempDir
    Path folder;

    /** Width 4, two heads of width 6 over one, MLP 5, two layers, 7 words. */
    private StepFlops flops() throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 4, "intermediate_size": 5,
             "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 6, "vocab_size": 7,
             "hidden_act": "silu", "max_position_embeddings": 64, "rms_norm_eps": 1e-6, "tie_word_embeddings": true}
            """);
        return new StepFlops(Architecture.parse(file));
    }

    // A layer: q 4x12, k and v 4x6 each, o 12x4, and three of 4x5.
    private static final int LAYER_WEIGHTS = 48 + 48 + 48 + 60;

    @Test
    void countsAForwardOfOneSequence() throws IOException {
        // 2 + 1 positions; of (query, key) pairs 1 + 2 + 3; one response token.
        double expected = 2.0 * LAYER_WEIGHTS * 2 * 3 + 4.0 * 2 * 6 * 2 * 6 + 2.0 * 4 * 7;
        GroupTokens one = new GroupTokens(2, List.of(1));
        assertThat(flops().forward(List.of(one), StepFlops.Forward.GROUPED)).isEqualTo(expected);
        assertThat(flops().forward(List.of(one), StepFlops.Forward.SHARED_PREFIX))
                .isEqualTo(expected);
        assertThat(flops().training(List.of(one), StepFlops.Forward.GROUPED)).isEqualTo(3 * expected);
    }

    @Test
    void pairwiseComputesEachOfThreeResponsesTwice() throws IOException {
        List<GroupTokens> group = List.of(new GroupTokens(20, List.of(9, 4, 6)));
        double grouped = flops().forward(group, StepFlops.Forward.GROUPED);
        assertThat(flops().forward(group, StepFlops.Forward.PAIRWISE)).isEqualTo(2 * grouped);
        assertThat(flops().trainingWithReference(group, StepFlops.Forward.PAIRWISE))
                .isEqualTo(7 * grouped);
        assertThat(flops().trainingWithReference(group, StepFlops.Forward.GROUPED))
                .isEqualTo(4 * grouped);
    }

    @Test
    void aSharedPromptIsComputedOnce() throws IOException {
        StepFlops flops = flops();
        GroupTokens three = new GroupTokens(20, List.of(9, 4, 6));
        double prompt = 2.0 * LAYER_WEIGHTS * 2 * 20 + 4.0 * 2 * 6 * 2 * StepFlops.keys(0, 20, 0);
        double saved = flops.forward(List.of(three), StepFlops.Forward.GROUPED)
                - flops.forward(List.of(three), StepFlops.Forward.SHARED_PREFIX);
        assertThat(saved).isCloseTo(2 * prompt, within(1e-6));
    }

    @Test
    void aSlidingWindowLimitsTheKeys() {
        assertThat(StepFlops.keys(0, 5, 0)).isEqualTo(15);
        assertThat(StepFlops.keys(0, 5, 5)).isEqualTo(15);
        assertThat(StepFlops.keys(0, 5, 2)).isEqualTo(1 + 2 + 2 + 2 + 2);
        assertThat(StepFlops.keys(3, 5, 0)).isEqualTo(9);
    }
}
