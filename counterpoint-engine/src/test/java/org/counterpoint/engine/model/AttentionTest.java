package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.scope.TensorScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against attention as its equations have it, position by position in doubles. */
class AttentionTest {
    private static final int KV_HEADS = 2;
    private static final int GROUP = 3;
    private static final int DIM = 4;
    /** A prompt of 5 with two more answers behind it, one sequence by itself, and one longer than a block of queries. */
    private static final List<Packing.Segment> SEGMENTS = List.of(
            new Packing.Segment(0, 9, 0, 0),
            new Packing.Segment(9, 3, 0, 5),
            new Packing.Segment(12, 7, 0, 5),
            new Packing.Segment(19, 4, 19, 0),
            new Packing.Segment(23, 261, 23, 0));

    private static final int ROWS = 284;

    private int threads;

    @BeforeEach
    void rememberThreads() {
        threads = NativeRuntime.threads();
    }

    @AfterEach
    void restoreThreads() {
        NativeRuntime.setThreads(threads);
        NativeRuntime.load();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, ONEDNN", "0, 0, PLAIN", "4, 0, ONEDNN", "0, 2, ONEDNN", "6, 2, PLAIN"})
    void isWhatTheEquationsSay(int window, double cap, KernelKind kind) {
        Inputs in = new Inputs(ScalarType.Float);
        Outputs outputs = outputs(in, window, cap, kind);
        Oracle oracle = new Oracle(in, window, cap);
        assertThat(outputs.out()).usingComparatorWithPrecision(1e-5f).containsExactly(oracle.out);
        assertThat(outputs.dq()).usingComparatorWithPrecision(2e-5f).containsExactly(oracle.dq);
        assertThat(outputs.dk()).usingComparatorWithPrecision(2e-5f).containsExactly(oracle.dk);
        assertThat(outputs.dv()).usingComparatorWithPrecision(2e-5f).containsExactly(oracle.dv);
    }

    @Test
    void inBf16RoundsWhatProbabilitiesAreMultipliedWith() {
        Inputs in = new Inputs(ScalarType.BFloat16);
        Outputs outputs = outputs(in, 0, 0, KernelKind.ONEDNN);
        Oracle oracle = new Oracle(in, 0, 0);
        // Half a unit of bf16's 8 bits is 0.002 of a number; sums of such errors are below a few of them.
        assertThat(distance(outputs.out(), oracle.out)).isLessThan(0.004);
        assertThat(distance(outputs.dq(), oracle.dq)).isLessThan(0.004);
        assertThat(distance(outputs.dk(), oracle.dk)).isLessThan(0.004);
        assertThat(distance(outputs.dv(), oracle.dv)).isLessThan(0.004);
    }

    @ParameterizedTest
    @CsvSource({"Float", "BFloat16"})
    void isTheSameWhateverTheThreads(ScalarType format) {
        Inputs in = new Inputs(format);
        NativeRuntime.setThreads(1);
        Outputs one = outputs(in, 0, 0, KernelKind.ONEDNN);
        NativeRuntime.setThreads(3);
        Outputs three = outputs(in, 0, 0, KernelKind.ONEDNN);
        assertThat(three.out()).containsExactly(one.out());
        assertThat(three.dq()).containsExactly(one.dq());
        assertThat(three.dk()).containsExactly(one.dk());
        assertThat(three.dv()).containsExactly(one.dv());
    }

    @Test
    void fusedIsTheSameAsByHeads() {
        Inputs in = new Inputs(ScalarType.Float);
        Outputs fused = outputs(in, new FusedAttention(SEGMENTS, new PlainOperator()));
        Oracle oracle = new Oracle(in, 0, 0);
        assertThat(fused.out()).usingComparatorWithPrecision(1e-5f).containsExactly(oracle.out);
        assertThat(fused.dq()).usingComparatorWithPrecision(2e-5f).containsExactly(oracle.dq);
        assertThat(fused.dk()).usingComparatorWithPrecision(2e-5f).containsExactly(oracle.dk);
        assertThat(fused.dv()).usingComparatorWithPrecision(2e-5f).containsExactly(oracle.dv);
    }

    @Test
    void theOperatorOfCudaDevicesHasTheArgumentsThatItIsGiven() {
        try (TensorScope scope = new TensorScope()) {
            assertThat(index("aten::_efficient_attention_forward", "window_size"))
                    .isEqualTo(13);
            assertThat(index("aten::_efficient_attention_backward", "shared_storage_dqdkdv"))
                    .isEqualTo(19);
        }
        // The call gets as far as the choice of a device.
        assertThatThrownBy(
                        () -> outputs(new Inputs(ScalarType.Float), new FusedAttention(SEGMENTS, new CudaAttention())))
                .hasMessageContaining("Could not run 'aten::_efficient_attention_forward'")
                .hasMessageContaining("'CPU' backend");
    }

    private static int index(String operator, String argument) {
        return Dispatcher.singleton()
                .findSchemaOrThrow(operator, "")
                .schema()
                .argumentIndexWithName(argument)
                .get();
    }

    /** What the fused operator computes, sequence by sequence. */
    private static final class PlainOperator implements FusedAttention.Operator {
        @Override
        public Tensor forward(Tensor q, Tensor k, Tensor v, FusedAttention.Sequences sequences) {
            Tensor out = torch.empty_like(q);
            for (int i = 0; i + 1 < sequences.queryStarts().length; i++) {
                Tensor p = probabilities(q, k, sequences, i);
                part(out, sequences.queryStarts(), i).copy_(torch.bmm(p, part(v, sequences.keyStarts(), i)));
            }
            return out;
        }

        @Override
        public Attention.Gradients backward(
                Tensor dOut, Tensor q, Tensor k, Tensor v, FusedAttention.Sequences sequences) {
            Tensor dq = torch.empty_like(q);
            Tensor dk = torch.empty_like(k);
            Tensor dv = torch.empty_like(v);
            for (int i = 0; i + 1 < sequences.queryStarts().length; i++) {
                Tensor p = probabilities(q, k, sequences, i);
                Tensor g = part(dOut, sequences.queryStarts(), i);
                part(dv, sequences.keyStarts(), i).copy_(torch.bmm(p.transpose(1, 2), g));
                Tensor dp = torch.bmm(g, part(v, sequences.keyStarts(), i).transpose(1, 2));
                Tensor ds = Tensors.softmaxGradient(dp, p);
                part(dq, sequences.queryStarts(), i).copy_(torch.bmm(ds, part(k, sequences.keyStarts(), i)));
                part(dk, sequences.keyStarts(), i)
                        .copy_(torch.bmm(ds.transpose(1, 2), part(q, sequences.queryStarts(), i)));
            }
            return new Attention.Gradients(dq, dk, dv);
        }

        private static Tensor probabilities(Tensor q, Tensor k, FusedAttention.Sequences sequences, int i) {
            Tensor scores = torch.bmm(
                    part(q, sequences.queryStarts(), i),
                    part(k, sequences.keyStarts(), i).transpose(1, 2));
            int queries = Math.toIntExact(scores.size(1));
            int keys = Math.toIntExact(scores.size(2));
            Tensor mask = new AttentionMasks.Shape(queries, keys, 0).mask().squeeze(1);
            return torch.softmax(scores.add_(mask), -1);
        }

        /** [heads, rows of the sequence, headDim]; a view. */
        private static Tensor part(Tensor all, int[] starts, int i) {
            return all.squeeze(0)
                    .narrow(0, starts[i], starts[i + 1] - starts[i])
                    .transpose(0, 1);
        }
    }

    /** Of the differences to the numbers themselves, as lengths. */
    private static double distance(float[] numbers, float[] oracle) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < oracle.length; i++) {
            difference += Math.pow(numbers[i] - oracle[i], 2);
            length += Math.pow(oracle[i], 2);
        }
        return Math.sqrt(difference / length);
    }

    private record Outputs(float[] out, float[] dq, float[] dk, float[] dv) {}

    private static Outputs outputs(Inputs in, int window, double cap, KernelKind kind) {
        try (AttentionMasks masks = new AttentionMasks()) {
            return outputs(in, new AttentionByHeads(SEGMENTS, window, cap, masks, kind.kernels()));
        }
    }

    private static Outputs outputs(Inputs in, Attention attention) {
        NativeRuntime.load();
        try (TensorScope scope = new TensorScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor q = Tensors.floats(in.q, KV_HEADS, ROWS, GROUP, DIM);
            Tensor k = Tensors.floats(in.k, KV_HEADS, ROWS, DIM);
            Tensor v = Tensors.floats(in.v, KV_HEADS, ROWS, DIM).to(in.format);
            Tensor dOut = Tensors.floats(in.g, KV_HEADS, ROWS, GROUP, DIM).to(in.format);
            Tensor out = attention.forward(q, k, v);
            Attention.Gradients gradients = attention.backward(dOut, q, k, v);
            return new Outputs(
                    Tensors.toFloats(out.to(ScalarType.Float)),
                    Tensors.toFloats(gradients.q().to(ScalarType.Float)),
                    Tensors.toFloats(gradients.k()),
                    Tensors.toFloats(gradients.v()));
        }
    }

    /** Random numbers; values and the gradient by the output are of the products' format. */
    private static final class Inputs {
        final ScalarType format;
        final float[] q = new float[KV_HEADS * ROWS * GROUP * DIM];
        final float[] k = new float[KV_HEADS * ROWS * DIM];
        final float[] v = new float[KV_HEADS * ROWS * DIM];
        final float[] g = new float[q.length];

        Inputs(ScalarType format) {
            this.format = format;
            Random random = new Random(7);
            for (float[] numbers : List.of(q, k, v, g)) {
                for (int i = 0; i < numbers.length; i++) {
                    // Sixteenths up to 8: bf16 has them all.
                    numbers[i] = Math.round(Math.max(-8, Math.min(8, random.nextGaussian())) * 16) / 16f;
                }
            }
        }
    }

    private static final class Oracle {
        final float[] out;
        final float[] dq;
        final float[] dk;
        final float[] dv;
        private final Inputs in;
        private final int window;
        private final double cap;

        Oracle(Inputs in, int window, double cap) {
            this.in = in;
            this.window = window;
            this.cap = cap;
            this.out = new float[in.q.length];
            this.dq = new float[in.q.length];
            double[] byKey = new double[in.k.length];
            double[] byValue = new double[in.k.length];
            for (int head = 0; head < KV_HEADS; head++) {
                for (Packing.Segment segment : SEGMENTS) {
                    for (int i = 0; i < segment.length(); i++) {
                        for (int member = 0; member < GROUP; member++) {
                            query(head, segment, i, member, byKey, byValue);
                        }
                    }
                }
            }
            this.dk = rounded(byKey);
            this.dv = rounded(byValue);
        }

        private void query(int head, Packing.Segment s, int i, int member, double[] byKey, double[] byValue) {
            int at = ((head * ROWS + s.start() + i) * GROUP + member) * DIM;
            int last = s.prefixLength() + i;
            int first = window == 0 ? 0 : Math.max(0, last - window + 1);
            int keys = last - first + 1;
            int[] rows = new int[keys];
            double[] score = new double[keys];
            double sum = 0;
            for (int j = 0; j < keys; j++) {
                int place = first + j;
                int row = place < s.prefixLength() ? s.prefixStart() + place : s.start() + place - s.prefixLength();
                rows[j] = (head * ROWS + row) * DIM;
                double product = dot(in.q, at, in.k, rows[j]);
                score[j] = cap == 0 ? product : cap * Math.tanh(product / cap);
                sum += Math.exp(score[j]);
            }
            double[] dp = new double[keys];
            double mean = 0;
            for (int j = 0; j < keys; j++) {
                double p = Math.exp(score[j]) / sum;
                dp[j] = dot(in.g, at, in.v, rows[j]);
                mean += p * dp[j];
                for (int d = 0; d < DIM; d++) {
                    out[at + d] += (float) (p * in.v[rows[j] + d]);
                    byValue[rows[j] + d] += p * in.g[at + d];
                }
            }
            for (int j = 0; j < keys; j++) {
                double p = Math.exp(score[j]) / sum;
                double slope = cap == 0 ? 1 : 1 - Math.pow(score[j] / cap, 2);
                double ds = p * (dp[j] - mean) * slope;
                for (int d = 0; d < DIM; d++) {
                    dq[at + d] += (float) (ds * in.k[rows[j] + d]);
                    byKey[rows[j] + d] += ds * in.q[at + d];
                }
            }
        }

        private static double dot(float[] a, int from, float[] b, int at) {
            double sum = 0;
            for (int d = 0; d < DIM; d++) {
                sum += (double) a[from + d] * b[at + d];
            }
            return sum;
        }

        private static float[] rounded(double[] values) {
            float[] rounded = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                rounded[i] = (float) values[i];
            }
            return rounded;
        }
    }
}
