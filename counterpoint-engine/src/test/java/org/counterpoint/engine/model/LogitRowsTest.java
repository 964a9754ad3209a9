package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.vector.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the softmax in doubles. */
class LogitRowsTest {
    private static final int ROWS = 21;
    private static final int VOCABULARY = 37;
    private static final int FROM = 3;

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "0.25, 0, 1", "1, 0, 0.7", "0.5, 3, 1", "2, 5, 1.3"})
    void vectorsAndOperatorsAreTheSoftmax(double scale, double cap, double temperature) {
        assumeThat(Vectors.available()).as("no vectors here").isTrue();
        LogitShape shape = new LogitShape(scale, cap);
        isTheSoftmax(new VectorLogitRows(shape, temperature), shape, temperature, ScalarType.Float, 3e-6);
        isTheSoftmax(new TensorLogitRows(shape, temperature), shape, temperature, ScalarType.Float, 3e-6);
        // Gradients are rounded to 8 bits.
        isTheSoftmax(new VectorLogitRows(shape, temperature), shape, temperature, ScalarType.BFloat16, 4e-3);
    }

    private static void isTheSoftmax(
            LogitRows logits, LogitShape shape, double temperature, ScalarType format, double precision) {
        NativeRuntime.load();
        Random random = new Random(5);
        float[] z = new float[ROWS * VOCABULARY];
        for (int i = 0; i < z.length; i++) {
            z[i] = Math.round(random.nextGaussian() * 32) / 8f; // which bf16 has
        }
        int[] targets = random.ints(FROM + ROWS, 0, VOCABULARY).toArray();
        double[] derivatives = random.doubles(FROM + ROWS, -1, 1).toArray();
        LogitRows.Rows rows = LogitRows.Rows.of(targets);
        float[] gradient;
        try (TensorScope scope = new TensorScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor tensor = Tensors.floats(z, ROWS, VOCABULARY).to(format);
            logits.score(tensor, FROM, rows);
            logits.backward(tensor, FROM, rows, derivatives);
            gradient = Tensors.toFloats(tensor.to(ScalarType.Float));
        }
        for (int row = 0; row < ROWS; row++) {
            double[] slope = new double[VOCABULARY];
            double[] l = new double[VOCABULARY];
            double sum = 0;
            for (int i = 0; i < VOCABULARY; i++) {
                double scaled = z[row * VOCABULARY + i] * shape.scale();
                double tanh = shape.cap() == 0 ? 0 : Math.tanh(scaled / shape.cap());
                l[i] = (shape.cap() == 0 ? scaled : shape.cap() * tanh) / temperature;
                slope[i] = (1 - tanh * tanh) * shape.scale() / temperature;
                sum += Math.exp(l[i]);
            }
            int target = targets[FROM + row];
            assertThat((double) rows.logSums()[FROM + row]).isCloseTo(Math.log(sum), offset(1e-5));
            assertThat((double) rows.logps()[FROM + row]).isCloseTo(l[target] - Math.log(sum), offset(1e-5));
            for (int i = 0; i < VOCABULARY; i++) {
                double p = Math.exp(l[i]) / sum;
                double expected = derivatives[FROM + row] * ((i == target ? 1 : 0) - p) * slope[i];
                assertThat((double) gradient[row * VOCABULARY + i]).isCloseTo(expected, offset(precision));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity"})
    void whatIsNoNumberStaysNone(float none) {
        assumeThat(Vectors.available()).as("no vectors here").isTrue();
        NativeRuntime.load();
        LogitRows.Rows rows = LogitRows.Rows.of(new int[2]);
        try (TensorScope scope = new TensorScope()) {
            Tensor z = Tensors.floats(new float[] {1, none, 0, 1, 2, 3}, 2, 3);
            new VectorLogitRows(new LogitShape(1, 0), 1).score(z, 0, rows);
        }
        assertThat(rows.logps()[0]).isNaN();
        assertThat(rows.logps()[1]).isFinite();
    }
}
