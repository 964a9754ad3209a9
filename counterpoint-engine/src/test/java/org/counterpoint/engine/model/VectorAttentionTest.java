package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.arch.NormWeight;
import org.counterpoint.engine.arch.QueryKeyNorm;
import org.counterpoint.engine.model.SelfAttention.Rotations;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.vector.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

    private final List<Weight> weights = new ArrayList<>();
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

    @AfterEach
    void freeWeights() {
        weights.forEach(Weight::close);
    }

    @ParameterizedTest
    @CsvSource({
        "16, 3, 0, 0, 1, NONE",
        "32, 1, 0, 0, 1, NONE",
        "48, 2, 0, 0, 1, NONE",
        "16, 3, 4, 0, 1, NONE",
        "32, 3, 40, 0, 1, NONE",
        "32, 3, 0, 2, 1, NONE",
        "32, 2, 20, 2, 1, NONE",
        "32, 3, 0, 0, 0.5, NONE",
        "16, 1, 0, 0, 0, NONE",
        "16, 50, 0, 0, 1, NONE",
        "6, 2, 0, 0, 1, NONE",
        "20, 3, 7, 0, 0.5, NONE",
        "32, 2, 0, 0, 1, EACH_HEAD",
        "128, 2, 0, 0, 1, EACH_HEAD",
        "48, 4, 20, 2, 1, EACH_HEAD",
        "6, 3, 0, 0, 1, EACH_HEAD",
        "20, 50, 7, 0, 0.5, EACH_HEAD",
        "32, 1, 0, 0, 1, WHOLE",
        "20, 3, 7, 2, 0.5, WHOLE"
    })
    void isWhatTheOperatorsGive(int headDim, int group, int window, double cap, double turned, QueryKeyNorm normed) {
        HeadLayout layout = layout(headDim, group, normed);
        Inputs in = new Inputs(layout, ScalarType.Float, turned);
        try (AttentionMasks masks = new AttentionMasks()) {
            Outputs operators = in.through(new TensorAttention(
                    layout, new AttentionByHeads(SEGMENTS, window, cap, masks, KernelKind.PLAIN.kernels())));
            Outputs vectorsOnly = in.through(VectorAttention.of(layout, SEGMENTS, window, cap));
            assertThat(furthest(vectorsOnly.out(), operators.out())).isLessThan(1e-5f);
            assertThat(furthest(vectorsOnly.gradient(), operators.gradient())).isLessThan(1e-4f);
            assertThat(furthest(vectorsOnly.byNorms(), operators.byNorms())).isLessThan(1e-3f);
        }
    }

    /** The largest difference; no number where one of them is none. Comparing lists of so many takes minutes where they differ. */
    private static float furthest(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        float furthest = 0;
        for (int i = 0; i < actual.length; i++) {
            furthest = Math.max(furthest, Math.abs(actual[i] - expected[i]));
        }
        return furthest;
    }

    @Test
    void normsThatDoNotLearnPassGradientsOn() {
        HeadLayout learning = layout(32, 2, QueryKeyNorm.EACH_HEAD);
        HeadLayout frozen = new HeadLayout(
                learning.heads(),
                KV_HEADS,
                32,
                norm(32, false, NormWeight.PLAIN, 1),
                norm(32, false, NormWeight.ONE_PLUS, 2));
        Inputs in = new Inputs(learning, ScalarType.Float, 1);
        Outputs outputs = in.through(VectorAttention.of(frozen, SEGMENTS, 0, 0));
        assertThat(outputs.gradient())
                .containsExactly(
                        in.through(VectorAttention.of(learning, SEGMENTS, 0, 0)).gradient());
        assertThat(outputs.byNorms()).containsOnly(0);
    }

    @Test
    void inBf16OnlyTheResultIsRounded() {
        HeadLayout layout = layout(32, 3, QueryKeyNorm.EACH_HEAD);
        Outputs exact = new Inputs(layout, ScalarType.Float, 1).through(VectorAttention.of(layout, SEGMENTS, 0, 0));
        Outputs rounded =
                new Inputs(layout, ScalarType.BFloat16, 1).through(VectorAttention.of(layout, SEGMENTS, 0, 0));
        assertThat(rounded.out()).containsExactly(halves(exact.out()));
        assertThat(rounded.gradient()).containsExactly(halves(exact.gradient()));
    }

    @ParameterizedTest
    @EnumSource(QueryKeyNorm.class)
    void isTheSameWhateverTheThreads(QueryKeyNorm normed) {
        HeadLayout layout = layout(32, 3, normed);
        Inputs in = new Inputs(layout, ScalarType.Float, 1);
        NativeRuntime.setThreads(1);
        Outputs one = in.through(VectorAttention.of(layout, SEGMENTS, 0, 0));
        NativeRuntime.setThreads(3);
        Outputs three = in.through(VectorAttention.of(layout, SEGMENTS, 0, 0));
        assertThat(three.out()).containsExactly(one.out());
        assertThat(three.gradient()).containsExactly(one.gradient());
        assertThat(three.byNorms()).containsExactly(one.byNorms());
    }

    @ParameterizedTest
    @EnumSource(QueryKeyNorm.class)
    void aSequenceIsTheSameAloneAndBesideOthers(QueryKeyNorm normed) {
        HeadLayout layout = layout(32, 3, normed);
        Inputs in = new Inputs(layout, ScalarType.Float, 1);
        Outputs beside = in.through(VectorAttention.of(layout, SEGMENTS, 0, 0));
        Outputs alone = in.through(VectorAttention.of(layout, SEGMENTS.subList(3, 4), 0, 0));
        assertThat(row(19, alone.out())).containsExactly(row(19, beside.out()));
        assertThat(row(19, alone.gradient())).containsExactly(row(19, beside.gradient()));
        Outputs first = in.through(VectorAttention.of(layout, SEGMENTS.subList(4, 5), 0, 0));
        for (int row = 20; row < 81; row++) {
            assertThat(row(row, first.out())).containsExactly(row(row, beside.out()));
        }
    }

    private static float[] row(int row, float[] of) {
        int width = of.length / ROWS;
        return Arrays.copyOfRange(of, row * width, (row + 1) * width);
    }

    @ParameterizedTest
    @CsvSource({"NaN, NONE", "Infinity, NONE", "NaN, EACH_HEAD"})
    void whatIsNoNumberStaysNone(float none, QueryKeyNorm normed) {
        HeadLayout layout = layout(16, 1, normed);
        Inputs in = new Inputs(layout, ScalarType.Float, 0);
        in.projected[20 * layout.width()] = none;
        Outputs outputs = in.through(VectorAttention.of(layout, SEGMENTS, 0, 0));
        int width = layout.heads() * layout.headDim();
        assertThat(outputs.out()[20 * width]).isNaN();
        assertThat(outputs.out()[20 * width + layout.headDim()]).isFinite();
        assertThat(outputs.out()[21 * width]).isFinite();
    }

    @ParameterizedTest
    @EnumSource(QueryKeyNorm.class)
    void servesWhereAnIndexCanCountTheNumbers(QueryKeyNorm normed) {
        assertThat(VectorAttention.serves(layout(16, 2, normed), SEGMENTS)).isTrue();
        List<Packing.Segment> endless = List.of(new Packing.Segment(0, Integer.MAX_VALUE, 0, 0));
        assertThat(VectorAttention.serves(layout(16, 2, normed), endless)).isFalse();
    }

    private HeadLayout layout(int headDim, int group, QueryKeyNorm normed) {
        int heads = KV_HEADS * group;
        return switch (normed) {
            case NONE -> new HeadLayout(heads, KV_HEADS, headDim, null, null);
            case EACH_HEAD ->
                new HeadLayout(
                        heads,
                        KV_HEADS,
                        headDim,
                        norm(headDim, true, NormWeight.PLAIN, 1),
                        norm(headDim, true, NormWeight.ONE_PLUS, 2));
            case WHOLE ->
                new HeadLayout(
                        heads,
                        KV_HEADS,
                        headDim,
                        norm(heads * headDim, true, NormWeight.PLAIN, 1),
                        norm(KV_HEADS * headDim, true, NormWeight.PLAIN, 2));
        };
    }

    private Norm norm(int width, boolean learns, NormWeight kind, int seed) {
        Random random = new Random(seed);
        float[] value = new float[width];
        for (int i = 0; i < width; i++) {
            value[i] = random.nextFloat() + (kind == NormWeight.PLAIN ? 0.5f : -0.5f);
        }
        try (TensorScope scope = new TensorScope()) {
            Tensor kept = scope.keep(Tensors.floats(value, width));
            Weight weight = Weight.of(List.of(), kept, learns, Precision.FP32, KernelKind.PLAIN.kernels());
            weights.add(weight);
            return new Norm(weight, 1e-3, kind);
        }
    }

    private static float[] halves(float[] numbers) {
        try (TensorScope scope = new TensorScope()) {
            return Tensors.toFloats(Tensors.floats(numbers, numbers.length)
                    .to(ScalarType.BFloat16)
                    .to(ScalarType.Float));
        }
    }

    /** @param byNorms gradients by the weights of norms that learn, one behind the other */
    private record Outputs(float[] out, float[] gradient, float[] byNorms) {}

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
                        Tensors.toFloats(out.to(ScalarType.Float)),
                        Tensors.toFloats(gradient.to(ScalarType.Float)),
                        byNorms());
            }
        }

        private float[] byNorms() {
            List<Tensor> gradients = Stream.of(layout.queryNorm(), layout.keyNorm())
                    .filter(norm -> norm != null && norm.learns())
                    .map(Norm::gradient)
                    .toList();
            float[] all = gradients.isEmpty() ? new float[0] : Tensors.toFloats(Tensors.cat(0, gradients));
            gradients.forEach(Tensor::zero_);
            return all;
        }
    }
}
