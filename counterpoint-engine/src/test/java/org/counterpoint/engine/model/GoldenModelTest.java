package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.counterpoint.engine.model.Responses.byRow;
import static org.counterpoint.engine.model.Responses.sums;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel.Pass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Log-probabilities and gradients against transformers', on a tiny model of every family and feature. */
class GoldenModelTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");
    private static final double LOGP = 1e-5;
    private static final double GRADIENT = 2e-4;

    @ParameterizedTest
    @FieldSource("org.counterpoint.engine.weights.Golden#MODELS")
    void scoresAndDifferentiatesAsTransformers(String name) {
        for (Device device : TestDevices.all()) {
            scoresAndDifferentiates(
                    name, ModelOptions.forTraining(Precision.FP32).withDevice(device));
        }
    }

    private static void scoresAndDifferentiates(String name, ModelOptions options) {
        JsonNode golden = JsonMapper.shared().readTree(MODELS.resolve(name).resolve("golden.json"));
        List<List<TokenSequence>> groups = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        List<Double> coefficients = new ArrayList<>();
        for (JsonNode group : golden.get("groups")) {
            groups.add(sequences(group));
            group.get("logp").forEach(v -> expected.add(v.doubleValue()));
            group.get("coefficients").forEach(v -> coefficients.add(v.doubleValue()));
        }
        try (TransformerModel model = TransformerModel.load(MODELS.resolve(name), options)) {
            for (boolean shared : new boolean[] {false, true}) {
                if (shared && List.of("llama-dynamic", "phi3-longrope").contains(name)) {
                    continue;
                }
                TokenBatch batch = new TokenBatch(groups, shared);
                assertClose(sums(model.scores(batch)), expected);
                try (Pass pass = model.forward(batch)) {
                    assertClose(sums(pass.scores()), expected);
                    pass.backward(
                            byRow(coefficients.stream().mapToDouble(d -> d).toArray(), pass.scores()));
                }
                golden.get("gradient").forEachEntry((tensor, probes) -> assertGradient(model, tensor, probes));
                model.clearGradients();
            }
        }
    }

    private static void assertClose(double[] actual, List<Double> expected) {
        assertThat(actual).hasSize(expected.size());
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected.get(i), within(LOGP * Math.abs(expected.get(i))));
        }
    }

    private static void assertGradient(TransformerModel model, String tensor, JsonNode probes) {
        float[] gradient = model.parameters().gradient(tensor);
        double squares = 0;
        double sin = 0;
        double cos = 0;
        for (int j = 0; j < gradient.length; j++) {
            squares += (double) gradient[j] * gradient[j];
            sin += gradient[j] * Math.sin(j + 1.0);
            cos += gradient[j] * Math.cos(0.37 * j);
        }
        double norm = probes.get("norm").doubleValue();
        var tolerance = within(GRADIENT * norm);
        assertThat(Math.sqrt(squares)).as("norm of %s", tensor).isCloseTo(norm, tolerance);
        assertThat(sin)
                .as("sines of %s", tensor)
                .isCloseTo(probes.get("dot_sin").doubleValue(), tolerance);
        assertThat(cos)
                .as("cosines of %s", tensor)
                .isCloseTo(probes.get("dot_cos").doubleValue(), tolerance);
        IntStream.range(0, probes.get("at").size()).forEach(i -> assertThat(
                        (double) gradient[probes.get("at").get(i).intValue()])
                .as("entry of %s", tensor)
                .isCloseTo(probes.get("values").get(i).doubleValue(), tolerance));
    }

    static List<TokenSequence> sequences(JsonNode group) {
        int[] prompt = ints(group.get("prompt"));
        List<TokenSequence> sequences = new ArrayList<>();
        for (JsonNode response : group.get("responses")) {
            int[] answer = ints(response);
            int[] all =
                    IntStream.concat(IntStream.of(prompt), IntStream.of(answer)).toArray();
            sequences.add(new TokenSequence(all, prompt.length));
        }
        return sequences;
    }

    static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size())
                .map(i -> array.get(i).intValue())
                .toArray();
    }
}
