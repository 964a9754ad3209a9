package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.arch.Rope;
import org.counterpoint.engine.arch.RotaryAngles;

/** Rotary position embedding (arXiv 2104.09864) in the half-split form of transformers. */
final class Rotary {
    private static final double NEGATIVE = -1;

    private final Rope rope;
    private final RotaryAngles angles;

    private final Device device;

    Rotary(Rope rope, Device device) {
        this.device = device;
        this.rope = rope;
        this.angles = new RotaryAngles(rope);
    }

    /**
     * The rotation of each row: cosines and sines, each [P, 1, 1, dims / 2], times yarn's attention factor.
     *
     * @param factor of the numbers that are not rotated
     */
    record Table(Tensor cos, Tensor sin, double factor) {
        /** Rotates nothing. */
        static Table none(Device device) {
            Tensor empty = device.place(Tensors.empty(ScalarType.Float, 1, 1, 1, 0));
            return new Table(empty, empty, 1);
        }

        /** The same rotation followed by a scaling. */
        Table scaled(double by) {
            return new Table(cos.mul(Tensors.scalar(by)), sin.mul(Tensors.scalar(by)), factor * by);
        }

        /** The opposite rotation, which is also the transposed one. */
        Table inverse() {
            return new Table(cos, sin.neg(), factor);
        }
    }

    /** As {@link RotaryAngles#dependsOnLength}. */
    boolean dependsOnLength(int sequenceLength) {
        return angles.dependsOnLength(sequenceLength);
    }

    Table table(int[] positions, int[] sequenceLengths) {
        RotaryAngles.Table at = angles.at(positions, sequenceLengths);
        int half = rope.dims() / 2;
        return new Table(
                device.place(Tensors.floats(at.cos(), positions.length, 1, 1, half)),
                device.place(Tensors.floats(at.sin(), positions.length, 1, 1, half)),
                1);
    }

    /** As {@link RotaryAngles#turnsAnewAt}. */
    boolean turnsAnewAt(int sequenceLength) {
        return angles.turnsAnewAt(sequenceLength);
    }

    /** Writes x rotated to {@code out}; both [P, heads, group, headDim], any strides. */
    static void rotate(Tensor x, Table table, Tensor out) {
        long half = table.cos().size(3);
        long rest = x.size(3) - 2 * half;
        if (rest > 0) {
            Tensor kept = out.narrow(3, 2 * half, rest).copy_(x.narrow(3, 2 * half, rest));
            if (table.factor() != 1) {
                kept.mul_(Tensors.scalar(table.factor()));
            }
        }
        if (half == 0) {
            return;
        }
        Tensor x1 = x.narrow(3, 0, half);
        Tensor x2 = x.narrow(3, half, half);
        Tensor out1 = out.narrow(3, 0, half);
        Tensor out2 = out.narrow(3, half, half);
        torch.mul_out(out1, x1, table.cos());
        out1.addcmul_(x2, table.sin(), Tensors.scalar(NEGATIVE));
        torch.mul_out(out2, x2, table.cos());
        out2.addcmul_(x1, table.sin());
    }
}
