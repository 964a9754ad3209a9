package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel.Pass;
import org.counterpoint.engine.adapter.AdapterSettings;
import org.counterpoint.engine.model.Generator.Generated;
import org.counterpoint.engine.model.Generator.Request;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.HalfFloats;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorRows;
import org.counterpoint.engine.weights.TensorSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A checkpoint in fp16 is, wherever it is read, the model with the same numbers in fp32. */
class HalfPrecisionTest {
    private static final Path MODEL = Path.of("src/test/resources/golden/models/qwen3");
    private static final double[] COEFFICIENTS = {0.7, -0.4};
    private static final TokenBatch BATCH = new TokenBatch(
            List.of(List.of(
                    new TokenSequence(new int[] {5, 9, 30, 41, 8, 77}, 3),
                    new TokenSequence(new int[] {5, 9, 30, 12}, 3))),
            false);

    @TempDir
    Path root;

    private Path half;
    private Path wide;

    @BeforeEach
    void writeBoth() throws IOException {
        half = root.resolve("half");
        wide = root.resolve("wide");
        try (ModelFolder folder = ModelFolder.open(MODEL)) {
            write(folder, half, DType.F16);
            write(folder, wide, DType.F32);
        }
    }

    private static void write(ModelFolder folder, Path target, DType dtype) throws IOException {
        List<TensorSource> tensors = new ArrayList<>();
        folder.tensors().forEach((name, tensor) -> {
            TensorRows rows = folder.rows(List.of(name));
            float[] values = rows.all();
            // Small ones too: of those fp16 keeps what bf16 would not, and the reverse.
            values[values.length / 2] = 3e-6f;
            tensors.add(new TensorSource(name, dtype, tensor.shape(), (offset, into) -> {
                for (int i = (int) (offset / dtype.bytes()); into.hasRemaining(); i++) {
                    short bits = HalfFloats.toF16(values[i]);
                    if (dtype == DType.F16) {
                        into.putShort(bits);
                    } else {
                        into.putFloat(HalfFloats.fromF16(bits));
                    }
                }
            }));
        });
        ModelFolder.write(target, folder, tensors, Long.MAX_VALUE, null);
    }

    private record Computed(double[] scores, float[] gradient) {}

    private static Computed computed(Path folder, ModelOptions options, String parameter) {
        try (TransformerModel model = TransformerModel.load(folder, options);
                Pass pass = model.forward(BATCH)) {
            pass.backward(Responses.byRow(COEFFICIENTS, pass.scores()));
            return new Computed(pass.scores().values(), model.parameters().gradient(parameter));
        }
    }

    private static void assertSame(Computed actual, Computed expected) {
        assertThat(actual.scores()).containsExactly(expected.scores());
        assertThat(actual.gradient()).containsExactly(expected.gradient());
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void itIsScoredAndLearntAsTheSameNumbersInFp32(Precision precision) {
        ModelOptions options = ModelOptions.forTraining(precision);
        String parameter = "model.embed_tokens.weight";
        assertSame(computed(half, options, parameter), computed(wide, options, parameter));
    }

    /** What is only scored with holds no fp32 beside the bf16 that products take: the scores stay the same to the bit. */
    @Test
    void aModelThatIsOnlyScoredWithGivesTheScoresOfOneThatLearns() {
        for (Path folder : List.of(MODEL, half, wide)) {
            try (TransformerModel learns =
                            TransformerModel.load(folder, ModelOptions.forTraining(Precision.BF16_MIXED));
                    TransformerModel scores =
                            TransformerModel.load(folder, ModelOptions.forScoring(Precision.BF16_MIXED))) {
                assertThat(scores.scores(BATCH).values())
                        .containsExactly(learns.scores(BATCH).values());
            }
        }
        ModelOptions options = ModelOptions.forScoring(Precision.BF16_MIXED);
        try (Opened opened = Opened.of(wide, options);
                TrunkWeights weights = TrunkWeights.load(opened.base(), options, opened.adapters(), null)) {
            Weight down = weights.all().stream()
                    .filter(weight -> weight.parts().get(0).name().endsWith("down_proj.weight"))
                    .findFirst()
                    .orElseThrow();
            assertThatThrownBy(down::value).hasMessage("this weight is not held in fp32");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = BaseWeights.class,
            names = {"MAPPED", "LOADED", "FP32"})
    void beneathAnAdapterItIsTheSameHoweverItIsHeld(BaseWeights weights) {
        ModelOptions options = ModelOptions.forTraining(Precision.BF16_MIXED)
                .withAdapter(new AdapterSettings(3, 6, List.of(), false, 9));
        String parameter = "base_model.model.model.layers.0.mlp.down_proj.lora_B.weight";
        assertSame(
                computed(half, options.withBaseWeights(weights), parameter),
                computed(wide, options.withBaseWeights(BaseWeights.FP32), parameter));
    }

    @Test
    void beneathAnAdapterItIsUsedAsItLiesInItsFile() {
        ModelOptions options = ModelOptions.forScoring(Precision.BF16_MIXED)
                .withAdapter(new AdapterSettings(3, 6, List.of(), false, 9));
        try (Opened opened = Opened.of(half, options);
                TrunkWeights weights = TrunkWeights.load(opened.base(), options, opened.adapters(), null)) {
            assertThat(weights.all().stream().filter(Weight::isMapped)).hasSizeGreaterThan(2 * 7);
            assertThat(weights.embedding().isMapped()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void bothDecodersWriteTheSame(Precision precision) {
        List<Request> requests = List.of(new Request(new int[] {5, 9, 30}, 0), new Request(new int[] {3, 44}, 0));
        List<List<Integer>> written = new ArrayList<>();
        for (Path folder : List.of(wide, half)) {
            try (TransformerModel model = TransformerModel.load(folder, ModelOptions.forScoring(precision));
                    Generator vectors = Generator.open(folder, precision)) {
                for (Generator generator : List.of(new Generator(model), vectors)) {
                    List<Integer> tokens = new ArrayList<>();
                    for (Generated one : generator.generate(requests, Sampling.greedy(), Set.of(), 16)) {
                        for (int token : one.tokens()) {
                            tokens.add(token);
                        }
                    }
                    written.add(tokens);
                }
            }
        }
        assertThat(written.get(0)).hasSize(2 * 16);
        assertThat(written.get(2)).isEqualTo(written.get(0));
        assertThat(written.get(3)).isEqualTo(written.get(1));
    }
}
