package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.LearntNumbers.GradientPart;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel.Pass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part that a pass says it is done with holds what it will hold at the end; all parts together are all that is learnt. */
class GradientPartsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final TokenBatch BATCH = new TokenBatch(
            List.of(List.of(
                    new TokenSequence(new int[] {3, 5, 7, 9, 11}, 2), new TokenSequence(new int[] {3, 5, 2, 4}, 2))),
            false);

    @ParameterizedTest
    @ValueSource(strings = {"models/qwen3", "models/mistral", "models/gemma2", "adapters/all-linear"})
    void partsAreDoneInTheirOrder(String name) {
        ModelOptions options = ModelOptions.forTraining(Precision.FP32);
        try (TransformerModel model = TransformerModel.load(GOLDEN.resolve(name), options)) {
            List<GradientPart> parts = model.learnt().gradientParts();
            List<float[]> whenDone = new ArrayList<>();
            try (Pass pass = model.forward(BATCH)) {
                double[] derivatives = new double[pass.scores().values().length];
                Arrays.fill(derivatives, 0.5);
                pass.backward(derivatives, () -> whenDone.add(numbers(parts.get(whenDone.size()))));
            }
            assertThat(parts).hasSize(model.config().layers() + 2);
            assertThat(whenDone).hasSize(parts.size());
            long count = 0;
            for (int i = 0; i < parts.size(); i++) {
                assertThat(whenDone.get(i)).as("part " + i).isEqualTo(numbers(parts.get(i)));
                count += whenDone.get(i).length;
            }
            assertThat(count).isEqualTo(model.parameters().size());
            assertThat(Arrays.stream(new int[] {1, parts.size() - 2}).mapToObj(whenDone::get))
                    .as("a layer has gradients when it is done")
                    .allSatisfy(numbers -> assertThat(sum(numbers)).isPositive());
        }
    }

    private static double sum(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += Math.abs(number);
        }
        return sum;
    }

    private static float[] numbers(GradientPart part) {
        List<float[]> pieces = new ArrayList<>();
        part.show(piece -> {
            float[] numbers = new float[piece.count()];
            piece.buffer().get(0, numbers);
            pieces.add(numbers);
        });
        float[] all = new float[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (float[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }
}
