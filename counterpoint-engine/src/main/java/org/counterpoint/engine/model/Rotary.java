package org.counterpoint.engine.model;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.weights.ModelConfig;
import org.counterpoint.engine.weights.RopeFrequencies;
import org.counterpoint.engine.weights.RopeScaling;

/** Rotary position embedding (arXiv 2104.09864) in the half-split form of transformers. */
final class Rotary {
    private static final double NEGATIVE = -1;

    private final ModelConfig config;
    private final Map<Integer, RopeFrequencies> byLength = new HashMap<>();

    Rotary(ModelConfig config) {
        this.config = config;
    }

    /** The rotation of each row: cosines and sines, each [P, 1, 1, headDim / 2], times yarn's attention factor. */
    record Table(Tensor cos, Tensor sin) {

        /** The same rotation followed by a scaling. */
        Table scaled(double factor) {
            return new Table(cos.mul(Kernels.scalar(factor)), sin.mul(Kernels.scalar(factor)));
        }

        /** The opposite rotation, which is also the transposed one. */
        Table inverse() {
            return new Table(cos, sin.neg());
        }
    }

    /** Whether a sequence's length changes the rotation of its earlier positions too. */
    boolean dependsOnLength(int sequenceLength) {
        return config.ropeScaling() instanceof RopeScaling.Dynamic d && sequenceLength > d.originalMax();
    }

    /** The same as plain numbers, [P, headDim / 2] each. */
    record Angles(float[] cos, float[] sin) {}

    Table table(int[] positions, int[] sequenceLengths) {
        Angles angles = angles(positions, sequenceLengths);
        int half = config.headDim() / 2;
        return new Table(
                Kernels.floats(angles.cos(), positions.length, 1, 1, half),
                Kernels.floats(angles.sin(), positions.length, 1, 1, half));
    }

    /** Angles in fp32, as transformers computes them, so that long sequences agree with it. */
    Angles angles(int[] positions, int[] sequenceLengths) {
        int half = config.headDim() / 2;
        float[] cos = new float[positions.length * half];
        float[] sin = new float[positions.length * half];
        for (int row = 0; row < positions.length; row++) {
            RopeFrequencies frequencies = frequencies(sequenceLengths[row]);
            float factor = (float) frequencies.attentionFactor();
            for (int i = 0; i < half; i++) {
                float angle = positions[row] * (float) frequencies.inverse()[i];
                cos[row * half + i] = (float) Math.cos(angle) * factor;
                sin[row * half + i] = (float) Math.sin(angle) * factor;
            }
        }
        return new Angles(cos, sin);
    }

    private RopeFrequencies frequencies(int sequenceLength) {
        int key = dependsOnLength(sequenceLength) ? sequenceLength : 0;
        return byLength.computeIfAbsent(key, length -> RopeFrequencies.of(config, length));
    }

    /** Writes x rotated to {@code out}; both [P, heads, group, headDim], any strides. */
    static void rotate(Tensor x, Table table, Tensor out) {
        long half = table.cos().size(3);
        Tensor x1 = x.narrow(3, 0, half);
        Tensor x2 = x.narrow(3, half, half);
        Tensor out1 = out.narrow(3, 0, half);
        Tensor out2 = out.narrow(3, half, half);
        torch.mul_out(out1, x1, table.cos());
        out1.addcmul_(x2, table.sin(), Kernels.scalar(NEGATIVE));
        torch.mul_out(out2, x2, table.cos());
        out2.addcmul_(x1, table.sin());
    }
}
