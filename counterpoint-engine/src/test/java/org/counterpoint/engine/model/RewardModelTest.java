package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scores against transformers', see src/test/golden/reward_models.py. */
class RewardModelTest {
    private static final Path REWARDS = Path.of("src/test/resources/golden/rewards");

    @ParameterizedTest
    @ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3"})
    void scoresAsTransformers(String name) {
        JsonNode golden = JsonMapper.shared().readTree(REWARDS.resolve("golden.json"));
        try (RewardModel model = RewardModel.load(REWARDS.resolve(name))) {
            for (JsonNode one : golden.get(name)) {
                double expected = one.get("score").doubleValue();
                assertThat(model.score(GoldenModelTest.ints(one.get("tokens"))))
                        .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    @Test
    void neitherKindPassesForTheOther(@TempDir Path folder) throws IOException {
        Path reward = REWARDS.resolve("llama");
        assertThatThrownBy(() -> TransformerModel.load(reward, ModelOptions.forScoring(Precision.FP32)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("LlamaForSequenceClassification: it scores texts and writes none");
        assertThatThrownBy(() -> RewardModel.load(Path.of("src/test/resources/golden/models/qwen2")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("Qwen2ForCausalLM: a reward model is a ...ForSequenceClassification");
        Path twoLabels = folder.resolve("two");
        Files.createDirectories(twoLabels);
        String config = Files.readString(reward.resolve("config.json"));
        assertThat(config).contains("\"0\": \"LABEL_0\"");
        Files.writeString(
                twoLabels.resolve("config.json"),
                config.replace("\"0\": \"LABEL_0\"", "\"0\": \"LABEL_0\", \"1\": \"LABEL_1\""));
        Files.copy(reward.resolve("model.safetensors"), twoLabels.resolve("model.safetensors"));
        assertThatThrownBy(() -> RewardModel.load(twoLabels))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tensor score.weight has the shape [1, 24], its config asks for [2, 24]");
    }

    @Test
    void theLikeliestNextTokensAreTransformersLogits() {
        Path folder = Path.of("src/test/resources/golden/models/llama-plain");
        JsonNode logits =
                JsonMapper.shared().readTree(folder.resolve("golden.json")).get("logits");
        int[] tokens = GoldenModelTest.ints(logits.get("tokens"));
        JsonNode last = logits.get("values").get(logits.get("values").size() - 1);
        int likeliest = 0;
        double sum = 0;
        for (int i = 0; i < last.size(); i++) {
            sum += Math.exp(last.get(i).doubleValue());
            likeliest = last.get(i).doubleValue() > last.get(likeliest).doubleValue() ? i : likeliest;
        }
        try (TransformerModel model = TransformerModel.load(folder, ModelOptions.forScoring(Precision.FP32))) {
            int unlikely = IntStream.range(0, last.size())
                    .boxed()
                    .min(Comparator.comparing(i -> last.get(i).doubleValue()))
                    .orElseThrow();
            var found = NextToken.likeliest(new Generator(model), tokens, 4, likeliest, unlikely);
            assertThat(found)
                    .hasSize(5)
                    .isSortedAccordingTo((a, b) -> Double.compare(b.logProbability(), a.logProbability()));
            assertThat(found.get(0).token()).isEqualTo(likeliest);
            assertThat(found.get(4).token()).isEqualTo(unlikely);
            for (NextToken next : found) {
                assertThat(next.logProbability())
                        .isCloseTo(last.get(next.token()).doubleValue() - Math.log(sum), within(1e-4));
            }
        }
    }
}
