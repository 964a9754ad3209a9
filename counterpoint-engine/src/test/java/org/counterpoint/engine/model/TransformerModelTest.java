package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.counterpoint.engine.model.Responses.byRow;
import static org.counterpoint.engine.model.Responses.sums;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel.AdamW;
import org.counterpoint.engine.TrainableModel.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What must not change a gradient does not, and nothing native is left behind. */
class TransformerModelTest {
    private static final Path MODEL = Path.of("src/test/resources/golden/models/qwen3");
    private static final AdamW ADAMW = new AdamW(0.9, 0.999, 1e-8, 0.01);
    private static final ModelOptions FP32 = ModelOptions.forTraining(Precision.FP32);
    private static final String[] PROBED = {
        "model.embed_tokens.weight",
        "model.layers.0.self_attn.k_proj.weight",
        "model.layers.0.self_attn.q_norm.weight",
        "model.layers.1.mlp.up_proj.weight",
        "model.norm.weight"
    };

    @TempDir
    Path root;

    private static List<List<TokenSequence>> groups() {
        JsonNode golden = JsonMapper.shared().readTree(MODEL.resolve("golden.json"));
        List<List<TokenSequence>> groups = new ArrayList<>();
        golden.get("groups").forEach(group -> groups.add(GoldenModelTest.sequences(group)));
        return groups;
    }

    private static TokenBatch batch() {
        return new TokenBatch(groups(), false);
    }

    private static double[] coefficients(int count) {
        double[] c = new double[count];
        for (int i = 0; i < count; i++) {
            c[i] = 0.3 * (i % 3) - 0.2;
        }
        return c;
    }

    private static List<float[]> gradients(TransformerModel model, TokenBatch batch) {
        model.clearGradients();
        try (Pass pass = model.forward(batch)) {
            pass.backward(byRow(coefficients(pass.scores().sequences()), pass.scores()));
        }
        List<float[]> gradients = new ArrayList<>();
        for (String name : PROBED) {
            gradients.add(model.parameters().gradient(name));
        }
        return gradients;
    }

    private static List<float[]> gradients(ModelOptions options) {
        try (TransformerModel model = TransformerModel.load(MODEL, options)) {
            return gradients(model, batch());
        }
    }

    private static void assertSame(List<float[]> actual, List<float[]> expected, double relative) {
        for (int t = 0; t < PROBED.length; t++) {
            double largest = 0;
            for (float v : expected.get(t)) {
                largest = Math.max(largest, Math.abs(v));
            }
            for (int i = 0; i < expected.get(t).length; i++) {
                assertThat((double) actual.get(t)[i])
                        .as("%s[%s]", PROBED[t], i)
                        .isCloseTo(expected.get(t)[i], within(relative * largest));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void checkpointingActivationsChangesNoBit(Precision precision) {
        ModelOptions options = ModelOptions.forTraining(precision);
        assertSame(gradients(options.withActivationCheckpointing(true)), gradients(options), 0);
    }

    @Test
    void logitsInSlabsGiveTheSameGradient() {
        // 128 rows a slab, of some 200 that are scored: the second slab's logits are computed again.
        List<List<TokenSequence>> doubled = new ArrayList<>(groups());
        while (new TokenBatch(doubled, false).positions() < 400) {
            doubled.addAll(groups());
        }
        TokenBatch large = new TokenBatch(doubled, false);
        try (TransformerModel whole = TransformerModel.load(MODEL, FP32);
                TransformerModel slabs = TransformerModel.load(MODEL, FP32.withLogitsBudget(1))) {
            assertThat(sums(slabs.scores(large))).containsExactly(sums(whole.scores(large)), within(1e-4));
            assertSame(gradients(slabs, large), gradients(whole, large), 1e-5);
        }
    }

    @Test
    void gradientsAddUpOverPasses() {
        try (TransformerModel model = TransformerModel.load(MODEL, FP32)) {
            List<float[]> whole = gradients(model, batch());
            model.clearGradients();
            int from = 0;
            double[] all = coefficients(batch().sequences().size());
            for (List<TokenSequence> group : groups()) {
                for (TokenSequence sequence : group) {
                    try (Pass pass = model.forward(TokenBatch.of(List.of(sequence)))) {
                        pass.backward(byRow(new double[] {all[from++]}, pass.scores()));
                    }
                }
            }
            List<float[]> parts = new ArrayList<>();
            for (String name : PROBED) {
                parts.add(model.parameters().gradient(name));
            }
            assertSame(parts, whole, 1e-4);
        }
    }

    @Test
    void bf16MixedStaysNearFp32() {
        try (TransformerModel exact = TransformerModel.load(MODEL, FP32);
                TransformerModel mixed = TransformerModel.load(MODEL, ModelOptions.forTraining(Precision.BF16_MIXED))) {
            double[] expected = sums(exact.scores(batch()));
            double[] actual = sums(mixed.scores(batch()));
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).isCloseTo(expected[i], within(0.02 * Math.abs(expected[i])));
                assertThat(actual[i]).as("bf16 is really used").isNotEqualTo(expected[i]);
            }
            assertSame(gradients(mixed, batch()), gradients(exact, batch()), 0.15);
        }
    }

    @Test
    void aSavedModelAndOptimizerGoOnToTheSameBytes() throws IOException {
        try (TransformerModel first = TransformerModel.load(MODEL, FP32)) {
            update(first);
            update(first);
            first.saveWeights(root.resolve("weights"), SaveType.FP32, null);
            first.saveOptimizer(root.resolve("optimizer.safetensors"));
            update(first);
            try (TransformerModel second = TransformerModel.load(root.resolve("weights"), FP32)) {
                second.loadOptimizer(root.resolve("optimizer.safetensors"));
                update(second);
                assertThat(second.scores(batch()).values())
                        .containsExactly(first.scores(batch()).values());
                first.saveOptimizer(root.resolve("first.safetensors"));
                second.saveOptimizer(root.resolve("second.safetensors"));
            }
        }
        assertThat(Files.mismatch(root.resolve("first.safetensors"), root.resolve("second.safetensors")))
                .isEqualTo(-1);
    }

    private static void update(TransformerModel model) {
        gradients(model, batch());
        model.step(ADAMW, 1e-3, 0.5);
    }

    @Test
    void anotherModelsOptimizerIsRefused() throws IOException {
        Path file = root.resolve("optimizer.safetensors");
        try (TransformerModel other = TransformerModel.load(MODEL.resolveSibling("llama-plain"), FP32)) {
            other.saveOptimizer(file);
        }
        try (TransformerModel model = TransformerModel.load(MODEL, FP32)) {
            assertThatThrownBy(() -> model.loadOptimizer(file))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("it is another model's optimizer state");
        }
    }

    @Test
    void aTokenOutsideTheVocabularyIsRefused() {
        try (TransformerModel model = TransformerModel.load(MODEL, ModelOptions.forScoring(Precision.FP32))) {
            int beyond = model.config().vocabulary().size();
            assertThatThrownBy(
                            () -> model.scores(TokenBatch.of(List.of(new TokenSequence(new int[] {1, beyond, 3}, 1)))))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("token " + beyond + " is outside the model's vocabulary of " + beyond
                            + ": the tokenizer does not fit the model");
        }
    }

    @Test
    void aPromptThatRopeTurnsByLengthIsNotShared() {
        try (TransformerModel model =
                TransformerModel.load(MODEL.resolveSibling("llama-dynamic"), ModelOptions.forScoring(Precision.FP32))) {
            List<TokenSequence> group = List.of(new TokenSequence(new int[40], 20), new TokenSequence(new int[34], 20));
            assertThat(model.scores(new TokenBatch(List.of(group), true)).values())
                    .containsExactly(model.scores(TokenBatch.of(group)).values());
        }
    }

    @Test
    void onlyOnePromptIsShared() {
        TokenSequence one = new TokenSequence(new int[] {1, 2, 3, 4, 5}, 3);
        TokenSequence same = new TokenSequence(new int[] {1, 2, 3, 7}, 3);
        TokenSequence other = new TokenSequence(new int[] {1, 9, 3, 7}, 3);
        TokenSequence shorter = new TokenSequence(new int[] {1, 2, 3, 7}, 2);
        assertThat(new TokenBatch(List.of(List.of(one, same)), true).positions())
                .isEqualTo(6);
        for (TokenSequence second : List.of(other, shorter)) {
            TokenBatch batch = new TokenBatch(List.of(List.of(one, second), List.of(same)), true);
            assertThat(batch.groups()).containsExactly(List.of(one), List.of(second), List.of(same));
            assertThat(batch.positions()).isEqualTo(13);
            try (TransformerModel model = TransformerModel.load(MODEL, FP32)) {
                assertThat(model.scores(batch).values())
                        .containsExactly(model.scores(batch.apart()).values());
            }
        }
    }

    @Test
    void nothingNativeIsLeftBehind() throws IOException {
        useOnce(0);
        long before = NativeRuntime.liveObjects();
        for (int i = 1; i < 4; i++) {
            useOnce(i);
        }
        assertThat(NativeRuntime.liveObjects()).isEqualTo(before);
    }

    private void useOnce(int round) throws IOException {
        try (TransformerModel model = TransformerModel.load(MODEL, FP32)) {
            model.scores(batch());
            update(model);
            model.gradientNorm();
            try (Pass abandoned = model.forward(batch())) {
                assertThat(abandoned.scores().values()).isNotEmpty();
            }
            new Generator(model)
                    .generate(
                            List.of(new Generator.Request(new int[] {1, 2}, 3)),
                            Sampling.greedy(),
                            java.util.Set.of(),
                            5);
            model.saveWeights(root.resolve("leak" + round), SaveType.FP32, null);
            model.saveOptimizer(root.resolve("leak" + round + ".safetensors"));
            model.loadOptimizer(root.resolve("leak" + round + ".safetensors"));
        }
    }
}
