package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.ScoringModel;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel.AdamW;
import org.counterpoint.engine.TrainableModel.Pass;
import org.counterpoint.engine.adapter.AdapterSettings;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.ModelMerge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Adapters against PEFT's, see src/test/golden/adapters.py, and what must hold of them whatever they compute. */
class AdapterTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path ADAPTERS = GOLDEN.resolve("adapters");
    /** Stored in bf16, so that its matrices can be used as they lie there. */
    private static final Path BASE = GOLDEN.resolve("models/llama3");

    private static final ModelOptions FP32 =
            ModelOptions.forTraining(Precision.FP32).withDevice(TestDevices.one());
    private static final AdapterSettings FRESH = new AdapterSettings(3, 6, List.of(), false, 9);
    private static final int[] PROMPT = {5, 9, 30};
    private static final int[][] ANSWERS = {{41, 8, 77}, {12}, {64, 64, 18, 3, 90, 11}};
    private static final double[] COEFFICIENTS = {0.7, -0.4, 0.25};

    @TempDir
    Path root;

    private static TokenBatch batch(boolean shared) {
        List<TokenSequence> group = new ArrayList<>();
        for (int[] answer : ANSWERS) {
            int[] tokens =
                    IntStream.concat(IntStream.of(PROMPT), IntStream.of(answer)).toArray();
            group.add(new TokenSequence(tokens, PROMPT.length));
        }
        return new TokenBatch(List.of(group), shared);
    }

    private static JsonNode golden(String name) {
        return JsonMapper.shared().readTree(ADAPTERS.resolve("golden.json")).get(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-linear", "suffixes", "patterns", "layers", "expression", "fused"})
    void scoresAndDifferentiatesAsPeft(String name) {
        for (Device device : TestDevices.all()) {
            scoresAndDifferentiates(name, FP32.withDevice(device));
        }
    }

    private static void scoresAndDifferentiates(String name, ModelOptions options) {
        JsonNode golden = golden(name);
        try (TransformerModel model = TransformerModel.load(ADAPTERS.resolve(name), options)) {
            for (boolean shared : new boolean[] {false, true}) {
                model.clearGradients();
                try (Pass pass = model.forward(batch(shared))) {
                    assertLogps(pass.scores(), golden.get("logps"));
                    pass.backward(Responses.byRow(COEFFICIENTS, pass.scores()));
                }
                JsonNode gradients = golden.get("gradients");
                assertThat(model.parameters().all()).hasSize(gradients.size());
                gradients.forEachEntry((tensor, probes) ->
                        assertProbes(tensor, model.parameters().gradient(tensor), probes, 2e-4));
            }
            assertLogps(model.scores(batch(false)), golden.get("logps"));
        }
    }

    private static void assertLogps(RowScores scores, JsonNode expected) {
        for (int i = 0; i < ANSWERS.length; i++) {
            double[] rows = scores.of(i);
            for (int t = 0; t < rows.length; t++) {
                assertThat(rows[t]).isCloseTo(expected.get(i).get(t).doubleValue(), within(1e-5 * 10));
            }
            double sum =
                    IntStream.range(0, rows.length).mapToDouble(t -> rows[t]).sum();
            double wanted = 0;
            for (JsonNode row : expected.get(i)) {
                wanted += row.doubleValue();
            }
            assertThat(sum).isCloseTo(wanted, within(1e-5 * Math.abs(wanted)));
        }
    }

    private static void assertProbes(String tensor, float[] values, JsonNode probes, double relative) {
        double squares = 0;
        double sines = 0;
        for (int i = 0; i < values.length; i++) {
            squares += (double) values[i] * values[i];
            sines += values[i] * Math.sin(i + 1.0);
        }
        double norm = probes.get("norm").doubleValue();
        assertThat(Math.sqrt(squares)).as("norm of %s", tensor).isCloseTo(norm, within(relative * norm));
        assertThat(sines)
                .as("sines of %s", tensor)
                .isCloseTo(probes.get("dot_sin").doubleValue(), within(relative * norm));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-linear", "suffixes", "patterns", "layers", "expression", "fused"})
    void opensAsTheModelThatPeftMerges(String name) throws IOException {
        try (ModelFolder merged = ModelFolder.open(ADAPTERS.resolve(name))) {
            assertThat(merged.isAdapter()).isTrue();
            golden(name)
                    .get("merged")
                    .forEachEntry((tensor, probes) ->
                            assertProbes(tensor, merged.rows(List.of(tensor)).all(), probes, 1e-6));
        }
        try (Generator generator = Generator.open(ADAPTERS.resolve(name), Precision.FP32);
                TransformerModel model =
                        TransformerModel.load(ADAPTERS.resolve(name), ModelOptions.forScoring(Precision.FP32));
                Generator other = new Generator(model)) {
            assertThat(generator.logits(PROMPT)).containsExactly(other.logits(PROMPT), within(1e-4f));
        }
    }

    @Test
    void aClassifiersAdapterScoresAsPeft() {
        JsonNode expected = golden("score").get("scores");
        HeadKind head = new HeadKind.Score(0);
        try (TransformerModel model = TransformerModel.load(ADAPTERS.resolve("score"), FP32.withHead(head));
                RewardModel merged = RewardModel.load(ADAPTERS.resolve("score"))) {
            double[] scores = model.scores(batch(false)).values();
            for (int i = 0; i < ANSWERS.length; i++) {
                double wanted = expected.get(i).doubleValue();
                assertThat(scores[i]).isCloseTo(wanted, within(1e-5 * Math.max(1, Math.abs(wanted))));
                assertThat(merged.score(batch(false).sequences().get(i).tokens()))
                        .isCloseTo(wanted, within(1e-5 * Math.max(1, Math.abs(wanted))));
            }
            // A and B of four modules, and the head.
            assertThat(model.parameters().all()).hasSize(9);
        }
        assertThatThrownBy(() -> TransformerModel.load(ADAPTERS.resolve("score"), FP32))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is the adapter of a sequence classifier: it scores texts and writes none");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aNewAdapterAddsNothingUntilItLearnsAndThenOnlyItMoves(Precision precision) throws IOException {
        ModelOptions options = ModelOptions.forTraining(precision);
        try (TransformerModel base = TransformerModel.load(BASE, options);
                TransformerModel model = TransformerModel.load(BASE, options.withAdapter(FRESH))) {
            double[] before = model.scores(batch(false)).values();
            double tolerance = precision == Precision.FP32 ? 1e-5 : 0.05;
            assertThat(before).containsExactly(base.scores(batch(false)).values(), within(tolerance));
            ScoringModel start = model.start().orElseThrow();
            update(model);
            assertThat(model.scores(batch(false)).values()).isNotEqualTo(before);
            assertThat(start.scores(batch(false)).values()).containsExactly(before);
            assertThat(model.parameters().all())
                    .allSatisfy(
                            weight -> assertThat(weight.parts().get(0).name()).contains(".lora_"));
        }
    }

    private static void update(TransformerModel model) {
        try (Pass pass = model.forward(batch(false))) {
            pass.backward(Responses.byRow(COEFFICIENTS, pass.scores()));
        }
        model.step(new AdamW(0.9, 0.999, 1e-8, 0.01), 1e-2, 1);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aSavedAdapterGoesOnToTheSameBytes(Precision precision) throws IOException {
        ModelOptions options = ModelOptions.forTraining(precision).withAdapter(FRESH);
        Path saved = root.resolve("adapter");
        try (TransformerModel first = TransformerModel.load(BASE, options)) {
            double[] start = first.scores(batch(false)).values();
            update(first);
            update(first);
            first.saveWeights(saved, SaveType.FP32, "{{ messages }}");
            first.saveOptimizer(root.resolve("optimizer.safetensors"));
            update(first);
            try (TransformerModel second = TransformerModel.load(saved, options.withStart(BASE))) {
                second.loadOptimizer(root.resolve("optimizer.safetensors"));
                update(second);
                assertThat(second.scores(batch(false)).values())
                        .containsExactly(first.scores(batch(false)).values());
                assertThat(second.start().orElseThrow().scores(batch(false)).values())
                        .containsExactly(start);
                first.saveOptimizer(root.resolve("first.safetensors"));
                second.saveOptimizer(root.resolve("second.safetensors"));
            }
        }
        assertThat(Files.mismatch(root.resolve("first.safetensors"), root.resolve("second.safetensors")))
                .isEqualTo(-1);
        assertThat(saved.resolve("chat_template.jinja")).hasContent("{{ messages }}");
        assertThat(saved.resolve("config.json")).doesNotExist();
    }

    @Test
    void goingOnFromAnAdapterStartsThere() throws IOException {
        Path adapter = ADAPTERS.resolve("all-linear");
        Path saved = root.resolve("second");
        try (TransformerModel model = TransformerModel.load(adapter, FP32)) {
            double[] before = model.scores(batch(false)).values();
            update(model);
            assertThat(model.start().orElseThrow().scores(batch(false)).values())
                    .containsExactly(before);
            model.saveWeights(saved, SaveType.FP32, null);
        }
        // From a checkpoint, what it started from lies elsewhere.
        try (TransformerModel again = TransformerModel.load(saved, FP32.withStart(adapter));
                TransformerModel first = TransformerModel.load(adapter, FP32)) {
            assertThat(again.start().orElseThrow().scores(batch(false)).values())
                    .containsExactly(first.scores(batch(false)).values());
        }
    }

    @Test
    void mappedWeightsComputeWhatLoadedOnesDo() {
        ModelOptions options = ModelOptions.forTraining(Precision.BF16_MIXED).withAdapter(FRESH);
        List<double[]> scores = new ArrayList<>();
        for (BaseWeights weights : BaseWeights.values()) {
            try (TransformerModel model = TransformerModel.load(BASE, options.withBaseWeights(weights))) {
                update(model);
                scores.add(model.scores(batch(false)).values());
            }
        }
        assertThat(scores.get(0)).containsExactly(scores.get(1)).containsExactly(scores.get(2));
    }

    @Test
    void aMappedFileThatShrinksOrVanishesIsAnErrorAndNoCrash() throws IOException {
        Path base = root.resolve("base");
        Files.createDirectories(base);
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(BASE.resolve(file), base.resolve(file));
        }
        Path weights = base.resolve("model.safetensors");
        long length = Files.size(weights);
        ModelOptions options = ModelOptions.forTraining(Precision.BF16_MIXED).withAdapter(FRESH);
        try (TransformerModel model = TransformerModel.load(base, options)) {
            model.scores(batch(false));
            try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.WRITE)) {
                channel.truncate(100);
            }
            assertThatThrownBy(() -> model.scores(batch(false)))
                    .isInstanceOf(ModelException.class)
                    .hasMessage(weights + " had " + length + " bytes and has 100: it was changed while its weights are"
                            + " in use. Put it back and start the same command again");
            Files.delete(weights);
            assertThatThrownBy(() -> model.forward(batch(false)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith(weights + " is gone while its weights are in use");
        }
    }

    @Test
    void checkpointingActivationsChangesNoBit() {
        List<float[]> gradients = new ArrayList<>();
        for (boolean on : new boolean[] {false, true}) {
            try (TransformerModel model =
                    TransformerModel.load(ADAPTERS.resolve("all-linear"), FP32.withActivationCheckpointing(on))) {
                try (Pass pass = model.forward(batch(false))) {
                    pass.backward(Responses.byRow(COEFFICIENTS, pass.scores()));
                }
                gradients.add(
                        model.parameters().gradient("base_model.model.model.layers.0.mlp.down_proj.lora_A.weight"));
            }
        }
        assertThat(gradients.get(1)).containsExactly(gradients.get(0));
    }

    @Test
    void anAdapterOfAnotherBaseIsRefused() throws IOException {
        Path saved = root.resolve("adapter");
        try (TransformerModel model = TransformerModel.load(BASE, FP32.withAdapter(FRESH))) {
            model.saveWeights(saved, SaveType.FP32, null);
        }
        Path other = GOLDEN.resolve("models/qwen3");
        assertThatThrownBy(() -> TransformerModel.load(saved, FP32.withBase(other)))
                .isInstanceOf(ModelException.class)
                .hasMessage(saved + " was learnt on another base than " + other
                        + ": the weights there are not those that it names (by their SHA-256)"
                        + "\n  give the folder of those weights, in adapter_config.json or with --base DIR");
        assertThatThrownBy(() -> ModelFolder.open(saved, other))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(saved + " was learnt on another base than " + other);
        // PEFT's own adapters do not say which base they are of: the shapes do.
        assertThatThrownBy(() -> TransformerModel.load(ADAPTERS.resolve("patterns"), FP32.withBase(other)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "q_proj.lora_A.weight has the shape [2, 24], the base and the rank ask for [2, 32]");
        assertThatThrownBy(() -> TransformerModel.load(saved, FP32.withBase(saved)))
                .hasMessageContaining("is an adapter itself: merge that first");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aGeneratorOverLiveWeightsWritesWhatTheSavedModelDoes(Precision precision) throws IOException {
        ModelOptions options = ModelOptions.forTraining(precision);
        for (ModelOptions learning : List.of(options, options.withAdapter(FRESH))) {
            Path saved = Files.createTempDirectory(root, "live").resolve("model");
            try (TransformerModel model = TransformerModel.load(BASE, learning)) {
                try (Generator before = Generator.of(model)) {
                    update(model);
                    model.saveWeights(saved, SaveType.FP32, null);
                    try (Generator live = Generator.of(model);
                            Generator fromDisk = Generator.open(saved, precision)) {
                        float[] expected = fromDisk.logits(PROMPT);
                        assertThat(live.logits(PROMPT)).containsExactly(expected, within(1e-5f));
                        assertThat(before.logits(PROMPT)).isNotEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void mergingWritesAModelThatScoresTheSame() throws IOException {
        for (String name : List.of("all-linear", "patterns")) {
            Path merged = root.resolve(name);
            ModelMerge.write(ADAPTERS.resolve(name), null, merged, DType.F32, Long.MAX_VALUE);
            try (TransformerModel adapted = TransformerModel.load(ADAPTERS.resolve(name), FP32);
                    TransformerModel whole = TransformerModel.load(merged, FP32)) {
                assertThat(whole.scores(batch(false)).values())
                        .containsExactly(adapted.scores(batch(false)).values(), within(1e-4));
            }
        }
        Path stored = root.resolve("stored");
        ModelMerge.write(ADAPTERS.resolve("all-linear"), null, stored, null, Long.MAX_VALUE);
        try (ModelFolder folder = ModelFolder.open(stored)) {
            assertThat(folder.dtype()).as("the base's").isEqualTo(DType.BF16);
            assertThat(folder.isAdapter()).isFalse();
        }
        assertThatThrownBy(() -> ModelMerge.write(BASE, null, root.resolve("none"), null, Long.MAX_VALUE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is no adapter (it has no adapter_config.json): there is nothing to merge");
    }

    @Test
    void anAdapterWithoutItsWeightsIsNamedAsThat() throws IOException {
        Path half = Files.createDirectories(root.resolve("half"));
        Files.copy(ADAPTERS.resolve("all-linear/adapter_config.json"), half.resolve("adapter_config.json"));
        assertThatThrownBy(() -> AdapterFolder.open(half))
                .isInstanceOf(ModelException.class)
                .hasMessage(half.resolve("adapter_model.safetensors") + " is missing: " + half
                        + " holds an adapter's configuration (adapter_config.json) without its weights"
                        + "\n  copy or download the adapter whole, or save it anew with PEFT's save_pretrained");
    }

    @Test
    void aBatchTakesTheBaseOfAnAdapterThatWasMovedAlsoNatively() throws IOException {
        Path moved = root.resolve("moved");
        Files.createDirectories(moved);
        for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Files.copy(ADAPTERS.resolve("all-linear").resolve(file), moved.resolve(file));
        }
        assertThatThrownBy(() -> RollingBatch.openNative(moved, null, Precision.FP32))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("or give --base DIR");
        Path base;
        try (AdapterFolder named = AdapterFolder.open(ADAPTERS.resolve("all-linear"))) {
            base = named.base(null);
        }
        try (RollingBatch nativeRows = RollingBatch.openNative(moved, base, Precision.FP32);
                RollingBatch rows = RollingBatch.open(moved, base, Precision.FP32)) {
            assertThat(nativeRows.maxPositions()).isEqualTo(rows.maxPositions());
        }
    }

    @Test
    void nothingNativeIsLeftBehind() throws IOException {
        useOnce(0);
        long before = NativeRuntime.liveObjects();
        useOnce(1);
        useOnce(2);
        assertThat(NativeRuntime.liveObjects()).isEqualTo(before);
    }

    private void useOnce(int round) throws IOException {
        try (TransformerModel model = TransformerModel.load(
                BASE, ModelOptions.forTraining(Precision.BF16_MIXED).withAdapter(FRESH))) {
            update(model);
            model.start().orElseThrow().scores(batch(true));
            try (Generator generator = Generator.of(model)) {
                generator.logits(PROMPT);
            }
            model.saveWeights(root.resolve("leak" + round), SaveType.FP32, null);
        }
        try (TransformerModel again = TransformerModel.load(root.resolve("leak" + round), FP32);
                AdapterFolder folder = AdapterFolder.open(root.resolve("leak" + round))) {
            again.scores(batch(false));
            assertThat(folder.config().rank()).isEqualTo(3);
        }
    }
}
