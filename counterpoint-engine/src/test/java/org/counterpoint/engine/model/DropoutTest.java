package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.counterpoint.engine.model.Responses.byRow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.ScoringModel;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel.Pass;
import org.counterpoint.engine.adapter.DropoutSettings;
import org.counterpoint.engine.scope.TensorScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DropoutTest {
    private static final Path ADAPTER = Path.of("src/test/resources/golden/adapters/all-linear");
    private static final ModelOptions FP32 = ModelOptions.forTraining(Precision.FP32);
    private static final DropoutSettings SOME = new DropoutSettings(0.3, 5);
    private static final int[] PROMPT = {5, 9, 30};
    private static final int[][] ANSWERS = {{41, 8, 77}, {12, 7}, {64, 64, 18, 3, 90, 11}};
    private static final double[] COEFFICIENTS = {0.7, -0.4, 0.25};

    private static List<TokenSequence> group() {
        List<TokenSequence> group = new ArrayList<>();
        for (int i = 0; i < ANSWERS.length; i++) {
            int[] tokens = IntStream.concat(IntStream.of(PROMPT), IntStream.of(ANSWERS[i]))
                    .toArray();
            group.add(new TokenSequence(tokens, PROMPT.length, 4, i));
        }
        return group;
    }

    private static TokenBatch batch(boolean shared) {
        return new TokenBatch(List.of(group()), shared);
    }

    private static List<float[]> gradients(TransformerModel model, TokenBatch... batches) {
        model.clearGradients();
        int from = 0;
        for (TokenBatch batch : batches) {
            int count = batch.sequences().size();
            double[] own = new double[count];
            System.arraycopy(COEFFICIENTS, from, own, 0, count);
            from += count;
            try (Pass pass = model.forward(batch)) {
                pass.backward(byRow(own, pass.scores()));
            }
        }
        return model.parameters().all().stream()
                .map(weight -> Tensors.toFloats(weight.gradient()))
                .toList();
    }

    private static void assertSame(List<float[]> actual, List<float[]> expected, double relative) {
        for (int w = 0; w < expected.size(); w++) {
            double largest = 0;
            for (float v : expected.get(w)) {
                largest = Math.max(largest, Math.abs(v));
            }
            for (int i = 0; i < expected.get(w).length; i++) {
                assertThat((double) actual.get(w)[i]).isCloseTo(expected.get(w)[i], within(relative * largest + 1e-9));
            }
        }
    }

    private static double difference(List<float[]> a, List<float[]> b) {
        double most = 0;
        for (int w = 0; w < a.size(); w++) {
            for (int i = 0; i < a.get(w).length; i++) {
                most = Math.max(most, Math.abs(a.get(w)[i] - b.get(w)[i]));
            }
        }
        return most;
    }

    private static double weighted(ScoringModel model) {
        double[] scores = Responses.sums(model.scores(batch(false)));
        return IntStream.range(0, scores.length)
                .mapToDouble(i -> COEFFICIENTS[i] * scores[i])
                .sum();
    }

    @Test
    void theGradientIsTheDifferenceThatAStepAlongItMakes() {
        try (TransformerModel model = TransformerModel.load(ADAPTER, FP32.withDropout(SOME))) {
            model.beginStep(3);
            gradients(model, batch(false));
            double square = Math.pow(model.gradientNorm(), 2);
            double h = 1e-2 / Math.sqrt(square);
            move(model, h);
            double higher = weighted(model.learningScorer());
            move(model, -2 * h);
            double lower = weighted(model.learningScorer());
            assertThat((higher - lower) / (2 * h)).isCloseTo(square, within(0.02 * square));
        }
    }

    private static void move(TransformerModel model, double by) {
        try (TensorScope scope = new TensorScope();
                NoGradGuard guard = new NoGradGuard()) {
            for (Weight weight : model.parameters().all()) {
                weight.value().add_(weight.gradient(), Tensors.scalar(by));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aStepIsTheSameHoweverItIsCut(Precision precision) {
        ModelOptions options = ModelOptions.forTraining(precision).withDropout(SOME);
        double rounding = precision == Precision.FP32 ? 1e-4 : 0.2;
        try (TransformerModel model = TransformerModel.load(ADAPTER, options);
                TransformerModel again = TransformerModel.load(ADAPTER, options.withActivationCheckpointing(true))) {
            List<float[]> whole = gradients(model, batch(false));
            assertSame(gradients(again, batch(false)), whole, 0);
            assertSame(gradients(model, batch(true)), whole, rounding);
            TokenBatch[] alone = group().stream()
                    .map(sequence -> TokenBatch.of(List.of(sequence)))
                    .toArray(TokenBatch[]::new);
            assertSame(gradients(model, alone), whole, rounding);
            model.beginStep(1);
            assertThat(difference(gradients(model, batch(false)), whole)).isGreaterThan(1e-3);
        }
    }

    @Test
    void scoringDropsNothingAndTheLearningScorerWhatAPassDrops() {
        try (TransformerModel model = TransformerModel.load(ADAPTER, FP32.withDropout(SOME));
                TransformerModel plain = TransformerModel.load(ADAPTER, FP32)) {
            double[] without = plain.scores(batch(false)).values();
            double[] learning;
            try (Pass pass = model.forward(batch(false))) {
                learning = pass.scores().values();
                assertThat(model.scores(batch(false)).values()).containsExactly(without);
            }
            assertThat(model.scores(batch(false)).values()).containsExactly(without);
            assertThat(model.start().orElseThrow().scores(batch(false)).values())
                    .containsExactly(without);
            assertThat(model.learningScorer().scores(batch(false)).values()).containsExactly(learning, within(1e-6));
            assertThat(learning[0]).isNotCloseTo(without[0], within(1e-4));
            assertThat(plain.learningScorer()).isSameAs(plain);
        }
    }

    @Test
    void drawsAreAFunctionOfWhatTheyAreFor() {
        int width = 4000;
        TokenSequence first = new TokenSequence(new int[8], 4, 4, 0);
        TokenSequence second = new TokenSequence(new int[8], 4, 4, 1);
        TokenSequence other = new TokenSequence(new int[8], 4, 5, 0);
        long[] keys = {
            Dropout.key(first, 1),
            Dropout.key(second, 1),
            Dropout.key(first, 5),
            Dropout.key(second, 5),
            Dropout.key(other, 1),
            Dropout.key(first, 2)
        };
        float[] mask = mask(SOME, 0, "q_proj", keys, width);
        double kept = 0;
        for (float one : mask) {
            kept += one;
        }
        assertThat(kept / mask.length).isCloseTo(0.7, within(0.01));
        assertThat(row(mask, 0, width)).as("a prompt is of no response").isEqualTo(row(mask, 1, width));
        for (int i = 2; i < keys.length; i++) {
            assertThat(row(mask, i, width)).as("row " + i).isNotEqualTo(row(mask, i - 1, width));
        }
        assertThat(mask(SOME, 0, "q_proj", keys, width)).isEqualTo(mask);
        assertThat(mask(SOME, 1, "q_proj", keys, width)).isNotEqualTo(mask);
        assertThat(mask(SOME, 0, "k_proj", keys, width)).isNotEqualTo(mask);
        assertThat(mask(new DropoutSettings(0.3, 6), 0, "q_proj", keys, width)).isNotEqualTo(mask);
    }

    private static float[] mask(DropoutSettings settings, long step, String module, long[] keys, int width) {
        NativeRuntime.load();
        Dropout dropout = new Dropout(settings);
        dropout.at(step);
        try (TensorScope scope = new TensorScope();
                Dropout.Open rows = dropout.open(keys)) {
            Tensor x = Tensors.empty(ScalarType.Float, keys.length, width);
            Tensor mask = dropout.of(module).mask(x);
            assertThat(dropout.of(module).factor()).isCloseTo(1 / 0.7, within(1e-9));
            return Tensors.toFloats(java.util.Objects.requireNonNull(mask));
        }
    }

    private static float[] row(float[] mask, int row, int width) {
        return java.util.Arrays.copyOfRange(mask, row * width, (row + 1) * width);
    }
}
