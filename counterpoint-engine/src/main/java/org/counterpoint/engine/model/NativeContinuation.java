package org.counterpoint.engine.model;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Decoding steps by the native library: where Java's vectors are not there, or the weights do not fit the heap. */
final class NativeContinuation implements Continuation {
    private final LlamaModel model;
    private final KeyValueCache cache;
    /** Tokens that each row has in the cache. */
    private int[] lengths;

    private Tensor padding;

    NativeContinuation(LlamaModel model, int[] promptLengths) {
        this.model = model;
        this.lengths = promptLengths.clone();
        this.cache = new KeyValueCache(
                model.config(), lengths.length, Arrays.stream(lengths).max().orElseThrow());
        this.padding = padding();
    }

    @Override
    public void store(int layer, int row, Tensor keys, Tensor values) {
        cache.fill(layer, row, keys, values);
    }

    @Override
    public int[] likeliest(int[] tokens) {
        try (TensorScope scope = new TensorScope()) {
            return likeliest(step(tokens));
        }
    }

    /** The first of the greatest in every row of [rows, vocabulary]. */
    static int[] likeliest(Tensor logits) {
        float[] best = Kernels.toFloats(
                torch.argmax(logits, new LongOptional(1), false).to(ScalarType.Float));
        int[] tokens = new int[best.length];
        Arrays.setAll(tokens, i -> (int) best[i]);
        return tokens;
    }

    @Override
    public float[][] logits(int[] tokens) {
        try (TensorScope scope = new TensorScope()) {
            return rows(step(tokens));
        }
    }

    static float[][] rows(Tensor logits) {
        float[][] rows = new float[(int) logits.size(0)][];
        Arrays.setAll(rows, i -> Kernels.toFloats(logits.select(0, i)));
        return rows;
    }

    private Tensor step(int[] tokens) {
        cache.addColumn();
        int[] positions = lengths.clone();
        Arrays.setAll(lengths, i -> lengths[i] + 1);
        Rotary.Table rotation = model.rotary().table(positions, lengths);
        Tensor mask = mask();
        Tensor x = model.embed(tokens);
        for (int i = 0; i < model.config().layers(); i++) {
            try (TensorScope inner = new TensorScope()) {
                x = inner.pass(
                        new DecodeStep(model.layerWeights(i), i, model.config(), cache).forward(x, rotation, mask));
            }
        }
        return model.head().logits(x);
    }

    @Override
    public void keep(int[] rows) {
        cache.select(rows);
        lengths = Arrays.stream(rows).map(row -> lengths[row]).toArray();
        TensorScope.free(padding);
        padding = padding();
    }

    /** Minus infinity left of each row's beginning, as far as columns go now. */
    private Tensor mask() {
        int columns = cache.columns();
        if (columns > padding.size(3)) {
            try (TensorScope scope = new TensorScope()) {
                int more = (int) Math.max(columns - padding.size(3), padding.size(3) / 2 + 64);
                Tensor wider = scope.keep(Kernels.cat(3, List.of(padding, Kernels.zeros(padding.size(0), 1, 1, more))));
                TensorScope.free(padding);
                padding = wider;
            }
        }
        return padding.narrow(3, 0, columns);
    }

    private Tensor padding() {
        int columns = cache.columns();
        float[] mask = new float[lengths.length * columns];
        for (int i = 0; i < lengths.length; i++) {
            Arrays.fill(mask, i * columns, (i + 1) * columns - lengths[i], Float.NEGATIVE_INFINITY);
        }
        try (TensorScope scope = new TensorScope()) {
            return scope.keep(Kernels.floats(mask, lengths.length, 1, 1, columns));
        }
    }

    @Override
    public void close() {
        cache.close();
        TensorScope.free(padding);
    }
}
