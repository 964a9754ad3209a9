package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.decode.Continuation;
import org.counterpoint.engine.model.Generator.Generated;
import org.counterpoint.engine.model.Generator.Request;
import org.counterpoint.engine.vector.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Generation against transformers', alone and in a batch, and what sampling depends on. */
class GeneratorTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");

    @ParameterizedTest
    @FieldSource("org.counterpoint.engine.weights.Golden#MODELS")
    void greedyTokensEqualTransformers(String name) {
        JsonNode golden = JsonMapper.shared().readTree(MODELS.resolve(name).resolve("golden.json"));
        List<Request> requests = new ArrayList<>();
        List<int[]> expected = new ArrayList<>();
        for (JsonNode generation : golden.get("generations")) {
            requests.add(new Request(GoldenModelTest.ints(generation.get("prompt")), 0));
            expected.add(GoldenModelTest.ints(generation.get("tokens")));
        }
        ModelOptions plain = ModelOptions.forScoring(Precision.FP32).withDevice(Device.cpu(KernelKind.PLAIN));
        try (TransformerModel model = nativeModel(name);
                TransformerModel byPlainKernels = TransformerModel.load(MODELS.resolve(name), plain);
                Generator vectors = open(name)) {
            for (Generator generator : List.of(new Generator(model), new Generator(byPlainKernels), vectors)) {
                List<Generated> together = generator.generate(requests, Sampling.greedy(), Set.of(), 20);
                for (int i = 0; i < requests.size(); i++) {
                    List<Generated> alone =
                            generator.generate(List.of(requests.get(i)), Sampling.greedy(), Set.of(), 20);
                    assertThat(alone.get(0).tokens()).containsExactly(expected.get(i));
                    assertThat(together.get(i).tokens()).containsExactly(expected.get(i));
                    assertThat(together.get(i).stopped()).isFalse();
                }
            }
        }
    }

    /** The two ways to take a step give the same logits, in both number formats. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-biases",
                "mistral",
                "qwen2-window",
                "qwen3",
                "smollm2",
                "gemma2",
                "gemma3",
                "phi3",
                "phi3-longrope",
                "olmo2",
                "granite",
                "smollm3"
            })
    void vectorsAndTheNativeLibraryAgree(String name) {
        int[] prompt = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
        try (TransformerModel model = nativeModel(name);
                Generator vectors = open(name)) {
            assumeThat(Vectors.available()).isTrue();
            for (int[] sizes : new int[][] {{17}, {17, 3, 1}, {5, 17, 2, 9, 1, 1, 17, 4, 6, 3, 2}}) {
                List<float[][]> expected = logits(new Generator(model), prompt, sizes);
                List<float[][]> actual = logits(vectors, prompt, sizes);
                for (int step = 0; step < expected.size(); step++) {
                    for (int row = 0; row < sizes.length; row++) {
                        assertThat(actual.get(step)[row])
                                .containsExactly(expected.get(step)[row], Offset.offset(2e-4f));
                    }
                }
            }
        }
    }

    /** Rows of several lengths and 40 steps each, so that windows slide and caches cross their blocks. */
    private static List<float[][]> logits(Generator generator, int[] prompt, int[] sizes) {
        int[][] prompts = Arrays.stream(sizes)
                .mapToObj(size -> Arrays.copyOf(prompt, size))
                .toArray(int[][]::new);
        List<float[][]> all = new ArrayList<>();
        try (Continuation continuation = generator.begin(prompts)) {
            all.add(continuation.logits());
            for (int step = 0; step < 40; step++) {
                int token = step;
                continuation.add(
                        Arrays.stream(sizes).map(size -> (size + token) % 50).toArray());
                all.add(continuation.logits());
            }
        }
        return all;
    }

    /** Prompts that share their beginning, are the same, or begin another, longer than a pass has room for. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-dynamic", "qwen2-window", "smollm2"})
    void aPromptIsTheSameToTheBitWhateverItsNeighbours(String name) {
        assumeThat(Vectors.available()).isTrue();
        int[] text = new Random(3).ints(200, 3, 60).toArray();
        int[] other = Arrays.copyOf(text, 90);
        Arrays.setAll(other, i -> i < 20 ? text[i] : 63 - text[i]);
        int[][] prompts = {
            Arrays.copyOf(text, 150), other, text, Arrays.copyOf(text, 21), text, Arrays.copyOf(text, 150)
        };
        try (Generator generator = open(name)) {
            try (Continuation together = generator.begin(prompts)) {
                float[][] firsts = together.logits();
                together.add(new int[] {3, 4, 5, 6, 5, 7});
                float[][] seconds = together.logits();
                for (int row = 0; row < prompts.length; row++) {
                    try (Continuation alone = generator.begin(new int[][] {prompts[row]})) {
                        assertThat(firsts[row]).containsExactly(alone.logits()[0]);
                        alone.add(new int[] {new int[] {3, 4, 5, 6, 5, 7}[row]});
                        assertThat(seconds[row]).containsExactly(alone.logits()[0]);
                    }
                }
            }
        }
    }

    @Test
    void refusesPromptsThatTheModelDoesNotKnow() {
        try (Generator generator = open("llama-plain")) {
            assertThatThrownBy(() -> generator.begin(new int[][] {{3}, {}}))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("a prompt without tokens has nothing to follow");
            assertThatThrownBy(() -> generator.begin(new int[][] {{3, 100_000}}))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("token 100000 is outside the model's vocabulary");
        }
    }

    @Test
    void rowsStopAtTheirOwnTokenWhileOthersGoOn() {
        try (Generator generator = open("llama-plain")) {
            List<Request> requests = List.of(
                    new Request(new int[] {3, 4, 5}, 0),
                    new Request(new int[] {41, 7, 60, 61, 62}, 0),
                    new Request(new int[] {9}, 0),
                    new Request(new int[] {33, 34}, 0));
            List<Generated> free = generator.generate(requests, Sampling.greedy(), Set.of(), 40);
            int stop = free.get(1).tokens()[3];
            List<Generated> stopped = generator.generate(requests, Sampling.greedy(), Set.of(stop), 40);
            for (int i = 0; i < requests.size(); i++) {
                int[] all = free.get(i).tokens();
                int end = 0;
                while (end < all.length && all[end] != stop) {
                    end++;
                }
                boolean stops = end < all.length;
                assertThat(stopped.get(i).stopped()).isEqualTo(stops);
                assertThat(stopped.get(i).tokens()).containsExactly(Arrays.copyOf(all, stops ? end + 1 : end));
            }
        }
    }

    @Test
    void sampledTokensDependOnTheRowsOwnSeedOnly() {
        try (Generator generator = open("llama-plain")) {
            Sampling sampling = new Sampling(1.3, 20, 0.9);
            Request row = new Request(new int[] {3, 4, 5}, 17);
            int[] alone = generator
                    .generate(List.of(row), sampling, Set.of(), 30)
                    .get(0)
                    .tokens();
            int[] amongOthers = generator
                    .generate(
                            List.of(new Request(new int[] {8, 9, 10, 11, 12}, 1), row, new Request(new int[] {2}, 2)),
                            sampling,
                            Set.of(),
                            30)
                    .get(1)
                    .tokens();
            int[] otherSeed = generator
                    .generate(List.of(new Request(row.prompt(), 18)), sampling, Set.of(), 30)
                    .get(0)
                    .tokens();
            assertThat(amongOthers).containsExactly(alone);
            assertThat(otherSeed).isNotEqualTo(alone);
        }
    }

    private static TransformerModel nativeModel(String name) {
        return TransformerModel.load(MODELS.resolve(name), ModelOptions.forScoring(Precision.FP32));
    }

    private static Generator open(String name) {
        return Generator.open(MODELS.resolve(name), Precision.FP32);
    }
}
