package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.scope.TensorScope;

/**
 * Keys and values of a batch that is being continued, a layer at a time [rows, kvHeads, capacity, headDim]. Rows
 * end in the same column: shorter prompts begin further right, and their unused left is masked.
 */
final class KeyValueCache implements AutoCloseable {
    private static final int GROWTH = 256;

    private final Architecture config;
    private final Device device;
    private final List<Tensor> keys = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();
    private int rows;
    private int capacity;
    private int columns;

    /** @param columns the longest prompt's length */
    KeyValueCache(Architecture config, Device device, int rows, int columns) {
        this.device = device;
        this.config = config;
        this.rows = rows;
        this.columns = columns;
        this.capacity = columns + GROWTH;
        try (TensorScope scope = new TensorScope()) {
            for (int i = 0; i < config.layers(); i++) {
                keys.add(scope.keep(empty()));
                values.add(scope.keep(empty()));
            }
        }
    }

    private Tensor empty() {
        // Masked columns are read too, and must not hold NaN.
        return device.place(Tensors.zeros(
                rows, config.attention().kvHeads(), capacity, config.attention().headDim()));
    }

    /** Columns filled. */
    int columns() {
        return columns;
    }

    /** Stores a prompt's keys and values [kvHeads, length, headDim] so that they end in the last column. */
    void fill(int layer, int row, Tensor k, Tensor v) {
        long length = k.size(1);
        keys.get(layer).select(0, row).narrow(1, columns - length, length).copy_(k);
        values.get(layer).select(0, row).narrow(1, columns - length, length).copy_(v);
    }

    /** Makes room for one more column. */
    void addColumn() {
        columns++;
        if (columns > capacity) {
            int old = capacity;
            capacity += Math.max(GROWTH, capacity / 2);
            replace(keys, t -> grown(t, old));
            replace(values, t -> grown(t, old));
        }
    }

    private Tensor grown(Tensor tensor, int old) {
        Tensor larger = empty();
        larger.narrow(2, 0, old).copy_(tensor);
        return larger;
    }

    /** Stores keys and values [rows, kvHeads, 1, headDim] in the last column. */
    void put(int layer, Tensor k, Tensor v) {
        keys.get(layer).narrow(2, columns - 1, 1).copy_(k);
        values.get(layer).narrow(2, columns - 1, 1).copy_(v);
    }

    /** The last {@code count} columns' keys [rows, kvHeads, count, headDim]; a view. */
    Tensor keys(int layer, int count) {
        return keys.get(layer).narrow(2, columns - count, count);
    }

    Tensor values(int layer, int count) {
        return values.get(layer).narrow(2, columns - count, count);
    }

    /** Keeps only these rows, in this order. */
    void select(int[] kept) {
        rows = kept.length;
        try (TensorScope scope = new TensorScope()) {
            Tensor indices = device.place(Tensors.indices(kept));
            replace(keys, t -> torch.index_select(t, 0, indices));
            replace(values, t -> torch.index_select(t, 0, indices));
        }
    }

    @FunctionalInterface
    private interface Change {
        Tensor apply(Tensor tensor);
    }

    private static void replace(List<Tensor> tensors, Change change) {
        for (int i = 0; i < tensors.size(); i++) {
            try (TensorScope scope = new TensorScope()) {
                Tensor changed = scope.keep(change.apply(tensors.get(i)));
                TensorScope.free(tensors.set(i, changed));
            }
        }
    }

    @Override
    public void close() {
        keys.forEach(TensorScope::free);
        values.forEach(TensorScope::free);
    }
}
