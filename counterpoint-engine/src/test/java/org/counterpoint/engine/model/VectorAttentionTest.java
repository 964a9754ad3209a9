package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.model.SelfAttention.Rotations;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.vector.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the tensor library's operators, which {@link AttentionTest} holds against the equations. */
class VectorAttentionTest {
    private static final int KV_HEADS = 2;
    /** A prompt of 5 with two more answers behind it, one sequence by itself, a long one, and a long one with a long prompt. */
    private static final List<Packing.Segment> SEGMENTS = List.of(
            new Packing.Segment(0, 9, 0, 0),
            new Packing.Segment(9, 3, 0, 5),
            new Packing.Segment(12, 7, 0, 5),
            new Packing.Segment(19, 1, 19, 0),
            new Packing.Segment(20, 61, 20, 0),
            new Packing.Segment(81, 33, 20, 47));

    private static final int ROWS = 114;
    private static final double SCALE = 0.3;

    private int threads;

    @BeforeEach
    void needsVectors() {
        assumeThat(Vectors.available()).as("no vectors here").isTrue();
        threads = NativeRuntime.threads();
    }

    @AfterEach
    void restoreThreads() {
        NativeRuntime.setThreads(threads);
        NativeRuntime.load();
    }

    @ParameterizedTest
    @CsvSource({
        "16, 3, 0, 0, 1",
        "32, 1, 0, 0, 1",
        "48, 2, 0, 0, 1",
        "16, 3, 4, 0, 1",
        "32, 3, 40, 0, 1",
        "32, 3, 0, 2, 1",
        "32, 2, 20, 2, 1",
        "32, 3, 0, 0, 0.5",
        "16, 1, 0, 0, 0",
        "16, 50, 0, 0, 1",
        "6, 2, 0, 0, 1",
        "20, 3, 7, 0, 0.5"
    })
    void isWhatTheOperatorsGive(int headDim, int group, int window, double cap, double turned) {
        HeadLayout layout = layout(headDim, group);
        Inputs in = new Inputs(layout, ScalarType.Float, turned);
        try (AttentionMasks masks = new AttentionMasks()) {
            Outputs operators = in.through(new TensorAttention(
                    layout, new AttentionByHeads(SEGMENTS, window, cap, masks, KernelKind.PLAIN.kernels())));
            Outputs vectorsOnly = in.through(new VectorAttention(layout, SEGMENTS, window, cap));
            assertThat(vectorsOnly.out()).usingComparatorWithPrecision(1e-5f).containsExactly(operators.out());
            assertThat(vectorsOnly.gradient())
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(operators.gradient());
        }
    }

    @Test
    void inBf16OnlyTheResultIsRounded() {
        HeadLayout layout = layout(32, 3);
        Outputs exact = new Inputs(layout, ScalarType.Float, 1).through(new VectorAttention(layout, SEGMENTS, 0, 0));
        Outputs rounded =
                new Inputs(layout, ScalarType.BFloat16, 1).through(new VectorAttention(layout, SEGMENTS, 0, 0));
        assertThat(rounded.out()).containsExactly(halves(exact.out()));
        assertThat(rounded.gradient()).containsExactly(halves(exact.gradient()));
    }

    @Test
    void isTheSameWhateverTheThreads() {
        HeadLayout layout = layout(32, 3);
        Inputs in = new Inputs(layout, ScalarType.Float, 1);
        NativeRuntime.setThreads(1);
        Outputs one = in.through(new VectorAttention(layout, SEGMENTS, 0, 0));
        NativeRuntime.setThreads(3);
        Outputs three = in.through(new VectorAttention(layout, SEGMENTS, 0, 0));
        assertThat(three.out()).containsExactly(one.out());
        assertThat(three.gradient()).containsExactly(one.gradient());
    }

    @Test
    void aSequenceIsTheSameAloneAndBesideOthers() {
        HeadLayout layout = layout(32, 3);
        Inputs in = new Inputs(layout, ScalarType.Float, 1);
        Outputs beside = in.through(new VectorAttention(layout, SEGMENTS, 0, 0));
        Outputs alone = in.through(new VectorAttention(layout, SEGMENTS.subList(4, 5), 0, 0));
        int width = layout.heads() * layout.headDim();
        assertThat(Arrays.copyOfRange(alone.out(), 20 * width, 81 * width))
                .containsExactly(Arrays.copyOfRange(beside.out(), 20 * width, 81 * width));
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity"})
    void whatIsNoNumberStaysNone(float none) {
        HeadLayout layout = layout(16, 1);
        Inputs in = new Inputs(layout, ScalarType.Float, 0);
        in.projected[20 * layout.width()] = none;
        Outputs outputs = in.through(new VectorAttention(layout, SEGMENTS, 0, 0));
        int width = layout.heads() * layout.headDim();
        assertThat(outputs.out()[20 * width]).isNaN();
        assertThat(outputs.out()[20 * width + layout.headDim()]).isFinite();
        assertThat(outputs.out()[21 * width]).isFinite();
    }

    @Test
    void servesWhereAnIndexCanCountTheNumbers() {
        assertThat(VectorAttention.serves(layout(16, 2), SEGMENTS)).isTrue();
        List<Packing.Segment> endless = List.of(new Packing.Segment(0, Integer.MAX_VALUE, 0, 0));
        assertThat(VectorAttention.serves(layout(16, 2), endless)).isFalse();
    }

    private static HeadLayout layout(int headDim, int group) {
        return new HeadLayout(KV_HEADS * group, KV_HEADS, headDim, null, null);
    }

    private static float[] halves(float[] numbers) {
        try (TensorScope scope = new TensorScope()) {
            return Tensors.toFloats(Tensors.floats(numbers, numbers.length)
                    .to(ScalarType.BFloat16)
                    .to(ScalarType.Float));
        }
    }

    private record Outputs(float[] out, float[] gradient) {}

    private static final class Inputs {
        final HeadLayout layout;
        final ScalarType format;
        final float[] projected;
        final float[] byAttended;
        final float[] cos;
        final float[] sin;

        /** @param turned the share of a head that is rotated */
        Inputs(HeadLayout layout, ScalarType format, double turned) {
            this.layout = layout;
            this.format = format;
            Random random = new Random(7);
            this.projected = numbers(random, ROWS * layout.width());
            this.byAttended = numbers(random, ROWS * layout.heads() * layout.headDim());
            this.cos = new float[ROWS * (int) (turned * layout.headDim() / 2)];
            this.sin = new float[cos.length];
            for (int i = 0; i < cos.length; i++) {
                double angle = 6 * random.nextDouble();
                cos[i] = (float) Math.cos(angle);
                sin[i] = (float) Math.sin(angle);
            }
        }

        /** Sixteenths up to 4: bf16 has them all. */
        private static float[] numbers(Random random, int count) {
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = Math.round(Math.max(-4, Math.min(4, random.nextGaussian())) * 16) / 16f;
            }
            return numbers;
        }

        Outputs through(RowAttention attention) {
            NativeRuntime.load();
            try (TensorScope scope = new TensorScope();
                    NoGradGuard guard = new NoGradGuard()) {
                int half = cos.length / ROWS;
                Rotations rotations = Rotations.of(
                        new Rotary.Table(
                                Tensors.floats(cos, ROWS, 1, 1, half), Tensors.floats(sin, ROWS, 1, 1, half), 1),
                        SCALE);
                Tensor in = Tensors.floats(projected, ROWS, layout.width()).to(format);
                Tensor byOut = Tensors.floats(byAttended, ROWS, (long) layout.heads() * layout.headDim())
                        .to(format);
                Tensor out = attention.forward(in, rotations);
                Tensor gradient = attention.backward(byOut, in, rotations, rotations.inverse());
                return new Outputs(
                        Tensors.toFloats(out.to(ScalarType.Float)), Tensors.toFloats(gradient.to(ScalarType.Float)));
            }
        }
    }
}
