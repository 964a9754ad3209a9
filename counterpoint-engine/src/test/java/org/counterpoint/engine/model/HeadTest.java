package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel.AdamW;
import org.counterpoint.engine.TrainableModel.Pass;
import org.counterpoint.engine.weights.ModelFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scores, values and log-probabilities at a temperature: what they are, and their gradients. */
class HeadTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path LANGUAGE_MODEL = GOLDEN.resolve("models/llama-biases");
    private static final Path REWARD = GOLDEN.resolve("rewards/qwen2");
    private static final ModelOptions FP32 =
            ModelOptions.forTraining(Precision.FP32).withDevice(TestDevices.one());
    private static final HeadKind SCORE = new HeadKind.Score(5);

    /** A prompt with three answers, one of them a single token. */
    private static final List<TokenSequence> GROUP = List.of(
            new TokenSequence(new int[] {5, 9, 30, 41, 8, 77}, 3),
            new TokenSequence(new int[] {5, 9, 30, 12}, 3),
            new TokenSequence(new int[] {5, 9, 30, 64, 64, 18, 3, 90, 11}, 3));

    @TempDir
    Path root;

    enum Kind {
        LOG_PROBABILITIES,
        COLDER,
        SCORE,
        VALUE;

        HeadKind head() {
            return switch (this) {
                case LOG_PROBABILITIES -> HeadKind.logProbabilities();
                case COLDER -> new HeadKind.LogProbabilities(0.7);
                case SCORE -> HeadTest.SCORE;
                case VALUE -> new HeadKind.Value();
            };
        }

        Path model() {
            return this == LOG_PROBABILITIES || this == COLDER ? LANGUAGE_MODEL : REWARD;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3"})
    void textsAreScoredAsInTransformers(String name) {
        JsonNode golden = JsonMapper.shared()
                .readTree(GOLDEN.resolve("rewards/golden.json"))
                .get(name);
        try (TransformerModel model =
                TransformerModel.load(GOLDEN.resolve("rewards").resolve(name), FP32.withHead(SCORE))) {
            for (JsonNode one : golden) {
                int[] tokens = GoldenModelTest.ints(one.get("tokens"));
                if (tokens.length > 1) {
                    TokenSequence sequence = new TokenSequence(tokens, 1);
                    for (boolean shared : new boolean[] {false, true}) {
                        RowScores scores = model.scores(new TokenBatch(List.of(List.of(sequence, sequence)), shared));
                        double expected = one.get("score").doubleValue();
                        assertThat(scores.values())
                                .containsExactly(
                                        new double[] {expected, expected},
                                        within(1e-5 * Math.max(1, Math.abs(expected))));
                        assertThat(scores.starts()).containsExactly(0, 1, 2);
                    }
                }
            }
        }
    }

    @Test
    void aScoreIsReadBeforeThePaddingTokenEvenWhereThePromptHoldsIt() {
        // The pad token of this model is 2: the answer is all padding, and the score is the prompt's.
        Path reward = GOLDEN.resolve("rewards/llama");
        TokenSequence padded = new TokenSequence(new int[] {7, 8, 9, 2, 2}, 3);
        try (RewardModel whole = RewardModel.load(reward);
                TransformerModel model = TransformerModel.load(reward, FP32.withHead(SCORE))) {
            double expected = whole.score(new int[] {7, 8, 9});
            for (boolean shared : new boolean[] {false, true}) {
                double[] scores = model.scores(
                                new TokenBatch(List.of(List.of(GROUP.get(0)), List.of(padded, padded)), shared))
                        .values();
                assertThat(scores).hasSize(3);
                assertThat(scores[1]).isCloseTo(expected, within(1e-5)).isEqualTo(scores[2]);
            }
        }
    }

    @Test
    void aValueIsTheScoreOfWhatComesBeforeTheToken() {
        try (RewardModel scores = RewardModel.load(REWARD);
                TransformerModel model = TransformerModel.load(REWARD, FP32.withHead(new HeadKind.Value()))) {
            for (boolean shared : new boolean[] {false, true}) {
                RowScores values = model.scores(new TokenBatch(List.of(GROUP), shared));
                for (int i = 0; i < GROUP.size(); i++) {
                    TokenSequence sequence = GROUP.get(i);
                    double[] expected = IntStream.range(sequence.responseStart(), sequence.tokens().length)
                            .mapToDouble(t -> scores.score(Arrays.copyOf(sequence.tokens(), t)))
                            .toArray();
                    assertThat(values.of(i)).containsExactly(expected, within(1e-5));
                }
            }
        }
    }

    @Test
    void aTemperatureDividesTheLogits() {
        double temperature = 0.7;
        try (TransformerModel plain = TransformerModel.load(LANGUAGE_MODEL, FP32);
                TransformerModel model = TransformerModel.load(
                        LANGUAGE_MODEL, FP32.withHead(new HeadKind.LogProbabilities(temperature)))) {
            Generator generator = new Generator(plain);
            RowScores scores = model.scores(new TokenBatch(List.of(GROUP), false));
            for (int i = 0; i < GROUP.size(); i++) {
                TokenSequence sequence = GROUP.get(i);
                for (int t = sequence.responseStart(); t < sequence.tokens().length; t++) {
                    float[] logits = generator.logits(Arrays.copyOf(sequence.tokens(), t));
                    double sum = 0;
                    for (float logit : logits) {
                        sum += Math.exp(logit / temperature);
                    }
                    double expected = logits[sequence.tokens()[t]] / temperature - Math.log(sum);
                    assertThat(scores.of(i)[t - sequence.responseStart()]).isCloseTo(expected, within(1e-4));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theGradientIsTheDifferenceThatAStepAlongItMakes(Kind kind) throws IOException {
        ModelOptions options = FP32.withHead(kind.head());
        List<String> probed = List.of(
                kind.model() == REWARD ? "score.weight" : "lm_head.weight",
                "model.norm.weight",
                "model.layers.1.mlp.down_proj.weight",
                "model.layers.0.self_attn.q_proj.weight",
                "model.embed_tokens.weight");
        for (boolean shared : new boolean[] {false, true}) {
            TokenBatch batch = new TokenBatch(List.of(GROUP), shared);
            try (TransformerModel model = TransformerModel.load(kind.model(), options)) {
                double[] c = coefficients(model.scores(batch).values().length);
                try (Pass pass = model.forward(batch)) {
                    pass.backward(c);
                }
                for (String name : probed) {
                    float[] gradient = model.parameters().gradient(name);
                    double norm = norm(gradient);
                    assertThat(norm).as(name).isGreaterThan(1e-3);
                    double h = 2e-3;
                    double higher = weighted(kind, options, name, gradient, h / norm, c, batch);
                    double lower = weighted(kind, options, name, gradient, -h / norm, c, batch);
                    assertThat((higher - lower) / (2 * h))
                            .as("%s of %s, shared %s", name, kind, shared)
                            .isCloseTo(norm, within(0.01 * norm));
                }
            }
        }
    }

    private double weighted(
            Kind kind, ModelOptions options, String name, float[] direction, double by, double[] c, TokenBatch batch)
            throws IOException {
        Path folder = ShiftedModel.write(
                kind.model(), Files.createTempDirectory(root, "s").resolve("m"), name, direction, by);
        try (TransformerModel model = TransformerModel.load(folder, options)) {
            double[] scores = model.scores(batch).values();
            return IntStream.range(0, c.length)
                    .mapToDouble(i -> c[i] * scores[i])
                    .sum();
        }
    }

    private static double norm(float[] values) {
        return Math.sqrt(IntStream.range(0, values.length)
                .mapToDouble(i -> (double) values[i] * values[i])
                .sum());
    }

    private static double[] coefficients(int rows) {
        return IntStream.range(0, rows).mapToDouble(r -> 0.9 - 0.4 * (r % 4)).toArray();
    }

    @Test
    void aLanguageModelGetsAHeadOfTheSeedAndIsWrittenAsAClassifier() throws IOException {
        TokenBatch batch = TokenBatch.of(GROUP);
        Path written = root.resolve("reward");
        double[] learnt;
        try (TransformerModel model = TransformerModel.load(LANGUAGE_MODEL, FP32.withHead(SCORE));
                TransformerModel other = TransformerModel.load(LANGUAGE_MODEL, FP32.withHead(new HeadKind.Score(6)))) {
            assertThat(model.scores(batch).values())
                    .isNotEqualTo(other.scores(batch).values());
            try (Pass pass = model.forward(batch)) {
                pass.backward(new double[] {-1, 0.5, 0.5});
            }
            model.step(new AdamW(0.9, 0.999, 1e-8, 0), 1e-3, 1);
            learnt = model.scores(batch).values();
            model.saveWeights(written, SaveType.FP32, null);
        }
        JsonNode config = JsonMapper.shared().readTree(written.resolve("config.json"));
        assertThat(config.get("architectures").toString()).isEqualTo("[\"LlamaForSequenceClassification\"]");
        assertThat(config.get("id2label").toString()).isEqualTo("{\"0\":\"LABEL_0\"}");
        assertThat(config.get("label2id").toString()).isEqualTo("{\"LABEL_0\":0}");
        try (ModelFolder folder = ModelFolder.open(written)) {
            assertThat(folder.tensors()).containsKey("score.weight").doesNotContainKey("lm_head.weight");
        }
        try (TransformerModel again = TransformerModel.load(written, FP32.withHead(new HeadKind.Score(77)))) {
            assertThat(again.scores(batch).values()).containsExactly(learnt);
        }
    }

    @Test
    void theValuesOfALanguageModelStartAtZero() {
        try (TransformerModel model = TransformerModel.load(LANGUAGE_MODEL, FP32.withHead(new HeadKind.Value()))) {
            assertThat(model.scores(TokenBatch.of(GROUP)).values()).hasSize(10).containsOnly(0);
        }
    }

    @Test
    void aTemperatureOfZeroIsRefused() {
        assertThatThrownBy(() -> new HeadKind.LogProbabilities(0)).hasMessage("a temperature above 0 is needed: 0.0");
    }

    @Test
    void aHeadOfScoresDoesNotWrite() {
        try (TransformerModel model = TransformerModel.load(REWARD, FP32.withHead(SCORE))) {
            assertThatThrownBy(() -> new Generator(model).logits(new int[] {1}))
                    .hasMessage("this model was loaded to score, not to write");
        }
        assertThatThrownBy(() -> TransformerModel.load(REWARD, FP32)).isInstanceOf(ModelException.class);
    }
}
