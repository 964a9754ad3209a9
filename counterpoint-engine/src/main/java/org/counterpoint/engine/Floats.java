package org.counterpoint.engine;

import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Numbers in a row, fp32, outside the Java heap, where they lie: in the processor's memory or another device's. What is done
 * with them is done there. Whoever makes one closes it; a view of other numbers is valid as long as they are.
 */
public final class Floats implements AutoCloseable {
    private final Tensor row;

    private Floats(Tensor row) {
        this.row = row;
    }

    /** Zeros in the processor's memory. */
    public static Floats zeros(int count) {
        return kept(() -> torch.zeros(count));
    }

    /**
     * A view of a tensor's numbers, row-major; for the engine alone.
     *
     * @param tensor fp32 and contiguous
     */
    public static Floats of(Tensor tensor) {
        return kept(() -> tensor.view(tensor.numel()));
    }

    /** Whatever scope is open when it is made, it is this object's. */
    private static Floats kept(Supplier<Tensor> made) {
        try (PointerScope scope = new PointerScope()) {
            Tensor row = made.get();
            row.retainReference();
            scope.detach(row);
            return new Floats(row);
        }
    }

    /** [count] fp32; for the engine alone. */
    public Tensor tensor() {
        return row;
    }

    public int count() {
        return Math.toIntExact(row.numel());
    }

    /** A view of some of them. */
    public Floats part(int from, int count) {
        return kept(() -> row.narrow(0, from, count));
    }

    /** Takes over as many numbers, from whichever device. */
    public void take(Floats others) {
        try (PointerScope scope = new PointerScope()) {
            row.copy_(others.row);
        }
    }

    /** Adds as many numbers of the same device, each to its own. */
    public void add(Floats others) {
        try (PointerScope scope = new PointerScope()) {
            row.add_(others.row);
        }
    }

    /** Makes all of them 0. */
    public void clear() {
        try (PointerScope scope = new PointerScope()) {
            row.zero_();
        }
    }

    /**
     * Those that lie in the processor's memory, to be read and changed; valid as long as this is open.
     *
     * @throws IllegalStateException where they lie elsewhere
     */
    public FloatBuffer buffer() {
        if (row.is_cuda()) {
            throw new IllegalStateException("numbers of another device have no buffer here");
        }
        return new FloatPointer(row.data_ptr()).limit(row.numel()).asBuffer();
    }

    @Override
    public void close() {
        row.releaseReference();
    }
}
