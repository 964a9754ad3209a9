package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel.AdamW;
import org.counterpoint.engine.TrainableModel.Pass;
import org.counterpoint.engine.adapter.AdapterSettings;
import org.counterpoint.engine.model.Generator.Request;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.ModelMerge;
import org.counterpoint.engine.weights.TensorSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models that lie quantised in their folder, or are quantised when they are loaded; see src/test/golden/quantised.py. */
class QuantisedModelTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path BASE = GOLDEN.resolve("models/qwen2");
    private static final AdapterSettings FRESH = new AdapterSettings(3, 6, List.of(), false, 9);
    private static final ModelOptions MIXED = ModelOptions.forTraining(Precision.BF16_MIXED);
    private static final String FACTOR = "base_model.model.model.layers.0.mlp.down_proj.lora_A.weight";

    @TempDir
    Path root;

    private JsonNode golden = JsonMapper.shared().missingNode();

    @BeforeEach
    void readGolden() throws IOException {
        golden = JsonMapper.shared().readTree(Files.readString(GOLDEN.resolve("quantised/golden.json")));
    }

    private TokenBatch batch() {
        int[] prompt = GoldenModelTest.ints(golden.get("prompt"));
        List<TokenSequence> group = new ArrayList<>();
        for (JsonNode answer : golden.get("answers")) {
            int[] tokens = IntStream.concat(IntStream.of(prompt), IntStream.of(GoldenModelTest.ints(answer)))
                    .toArray();
            group.add(new TokenSequence(tokens, prompt.length));
        }
        return new TokenBatch(List.of(group), false);
    }

    private static Path quantised(String kind) {
        return GOLDEN.resolve("quantised").resolve(kind);
    }

    /** The same model with the numbers that quantised ones stand for, in bf16. */
    private Path dequantised(Path model, BaseWeights kind) throws IOException {
        Path target = root.resolve("dequantised");
        try (ModelFolder folder = ModelFolder.open(model)) {
            List<TensorSource> tensors = new ArrayList<>();
            List<QuantisedWeight> open = new ArrayList<>();
            folder.tensors().forEach((name, tensor) -> {
                if (kind.quantises() && name.contains("_proj.weight")) {
                    QuantisedWeight last = Quantiser.quantise(folder.rows(List.of(name)), kind, Device.cpu());
                    open.add(last);
                    tensors.add(TensorSource.of(last.data(new Weight.Part(name, 0, last.rows()))));
                } else {
                    tensors.add(TensorSource.of(tensor));
                }
            });
            ModelFolder.write(target, folder, tensors, Long.MAX_VALUE, null);
            open.forEach(QuantisedWeight::close);
        }
        return target;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nf4", "nf4-double"})
    void aQuantisedFolderScoresAsTransformersDoesWithItsNumbers(String kind) {
        try (TransformerModel model = TransformerModel.load(quantised(kind), ModelOptions.forScoring(Precision.FP32))) {
            double[] scores = model.scores(batch()).values();
            List<Double> expected = new ArrayList<>();
            for (JsonNode answer : golden.get(kind).get("logps")) {
                answer.forEach(logp -> expected.add(logp.asDouble()));
            }
            double[] all = expected.stream().mapToDouble(Double::doubleValue).toArray();
            assertThat(scores).containsExactly(all, Offset.offset(1e-4));
        }
    }

    private record Trained(List<double[]> scores, float[] gradient) {}

    /** Three steps of an adapter. */
    private Trained trained(Path folder, ModelOptions options) {
        List<double[]> scores = new ArrayList<>();
        try (TransformerModel model = TransformerModel.load(folder, options.withAdapter(FRESH))) {
            for (int step = 0; step < 3; step++) {
                try (Pass pass = model.forward(batch())) {
                    scores.add(pass.scores().values());
                    pass.backward(Responses.byRow(new double[] {0.7, -0.4, 0.25}, pass.scores()));
                }
                if (step < 2) {
                    model.step(new AdamW(0.9, 0.999, 1e-8, 0), 1e-2, 1);
                }
            }
            scores.add(model.start().orElseThrow().scores(batch()).values());
            return new Trained(scores, model.parameters().gradient(FACTOR));
        }
    }

    private static void assertSame(Trained actual, Trained expected) {
        for (int i = 0; i < expected.scores().size(); i++) {
            assertThat(actual.scores().get(i)).containsExactly(expected.scores().get(i));
        }
        assertThat(actual.gradient()).containsExactly(expected.gradient());
    }

    @ParameterizedTest
    @EnumSource(
            value = BaseWeights.class,
            names = {"INT8", "NF4", "NF4_DOUBLE"})
    void anAdapterLearnsAsOverTheNumbersThatTheyStandFor(BaseWeights kind) throws IOException {
        assertSame(trained(BASE, MIXED.withBaseWeights(kind)), trained(dequantised(BASE, kind), MIXED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nf4", "nf4-double"})
    void anAdapterLearnsOverAQuantisedFolderAsOverItsNumbers(String kind) throws IOException {
        Path plain = dequantised(quantised(kind), BaseWeights.MAPPED);
        for (BaseWeights weights : List.of(BaseWeights.MAPPED, BaseWeights.LOADED, BaseWeights.FP32)) {
            assertSame(trained(quantised(kind), MIXED.withBaseWeights(weights)), trained(plain, MIXED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nf4", "nf4-double"})
    void whatIsOnlyScoredWithStaysInFourBits(String kind) {
        ModelOptions options = ModelOptions.forScoring(Precision.BF16_MIXED);
        try (ModelFolder folder = ModelFolder.open(quantised(kind));
                TrunkWeights weights = TrunkWeights.load(folder, options, null, null)) {
            assertThat(weights.all().stream()
                            .filter(Weight::isMapped)
                            .map(weight -> weight.parts().get(0).name()))
                    .filteredOn(name -> name.contains("_proj"))
                    .hasSize(2 * 7);
        }
    }

    @Test
    void bothDecodersWriteAsWithItsNumbers() throws IOException {
        Path plain = dequantised(quantised("nf4-double"), BaseWeights.MAPPED);
        List<Request> requests = List.of(new Request(new int[] {5, 9, 30}, 0));
        for (Precision precision : Precision.values()) {
            List<int[]> written = new ArrayList<>();
            for (Path folder : List.of(plain, quantised("nf4-double"))) {
                try (TransformerModel model = TransformerModel.load(folder, ModelOptions.forScoring(precision));
                        Generator vectors = Generator.open(folder, precision)) {
                    for (Generator generator : List.of(new Generator(model), vectors)) {
                        written.add(generator
                                .generate(requests, Sampling.greedy(), Set.of(), 16)
                                .get(0)
                                .tokens());
                    }
                }
            }
            assertThat(written.get(2)).hasSize(16).containsExactly(written.get(0));
            assertThat(written.get(3)).containsExactly(written.get(1));
        }
    }

    @Test
    void anAdapterIsMergedOntoTheNumbersOfItsBase() throws IOException {
        Path adapter = root.resolve("adapter");
        try (TransformerModel model = TransformerModel.load(quantised("nf4"), MIXED.withAdapter(FRESH))) {
            model.saveWeights(adapter, SaveType.FP32, null);
        }
        ModelMerge.write(adapter, null, root.resolve("merged"), null, Long.MAX_VALUE);
        // B is zero: merged, it is the base's numbers.
        try (ModelFolder merged = ModelFolder.open(root.resolve("merged"));
                ModelFolder base = ModelFolder.open(quantised("nf4"))) {
            assertThat(merged.quantised()).isEmpty();
            assertThat(merged.dtype()).isEqualTo(DType.BF16);
            assertThat(merged.weightsHash()).isEqualTo(base.weightsHash());
        }
        assertThat(root.resolve("merged/config.json")).content().doesNotContain("quantization_config");
    }

    @Test
    void whatIsQuantisedIsNotQuantisedAgain() {
        ModelOptions options = MIXED.withAdapter(FRESH).withBaseWeights(BaseWeights.NF4);
        assertThatThrownBy(() -> TransformerModel.load(quantised("nf4"), options))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(quantised("nf4") + ": model.layers.0.self_attn.q_proj.weight is quantised"
                        + " already: leave base_weights out");
    }
}
