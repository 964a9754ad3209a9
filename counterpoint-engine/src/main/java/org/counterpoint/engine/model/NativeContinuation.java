package org.counterpoint.engine.model;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.decode.Continuation;
import org.counterpoint.engine.scope.TensorScope;

/** Decoding steps by the native library: where Java's vectors are not there, or the weights do not fit the heap. */
final class NativeContinuation implements Continuation {
    private final TransformerModel model;
    private KeyValueCache cache;
    /** Tokens that each row has in the cache. */
    private int[] lengths;
    /** What each row consists of. */
    private int[][] tokens;

    private Tensor padding;
    /** [rows, hidden] behind the last layer, of each row's last token. */
    private Tensor hidden;

    NativeContinuation(TransformerModel model, int[][] prompts) {
        this.model = model;
        this.tokens = prompts.clone();
        this.lengths = Arrays.stream(prompts).mapToInt(prompt -> prompt.length).toArray();
        this.cache = new KeyValueCache(
                model.config(),
                model.device(),
                lengths.length,
                Arrays.stream(lengths).max().orElseThrow());
        this.padding = padding();
        try (NoGradGuard guard = new NoGradGuard();
                TensorScope scope = new TensorScope()) {
            this.hidden = scope.keep(new Prefill(model).run(prompts, cache));
        }
    }

    @Override
    public int[] likeliest() {
        try (NoGradGuard guard = new NoGradGuard();
                TensorScope scope = new TensorScope()) {
            return likeliest(model.logits(hidden));
        }
    }

    /** The first of the greatest in every row of [rows, vocabulary]. */
    private static int[] likeliest(Tensor logits) {
        float[] best = Tensors.toFloats(
                torch.argmax(logits, new LongOptional(1), false).to(ScalarType.Float));
        int[] tokens = new int[best.length];
        Arrays.setAll(tokens, i -> (int) best[i]);
        return tokens;
    }

    @Override
    public float[][] logits() {
        try (NoGradGuard guard = new NoGradGuard();
                TensorScope scope = new TensorScope()) {
            Tensor logits = model.logits(hidden);
            float[][] rows = new float[(int) logits.size(0)][];
            Arrays.setAll(rows, i -> Tensors.toFloats(logits.select(0, i).to(ScalarType.Float)));
            return rows;
        }
    }

    @Override
    public void add(int[] added) {
        for (int row = 0; row < added.length; row++) {
            if (tokens[row].length == lengths[row]) {
                tokens[row] = Arrays.copyOf(tokens[row], lengths[row] + lengths[row] / 2 + 16);
            }
            tokens[row][lengths[row]] = added[row];
        }
        try (NoGradGuard guard = new NoGradGuard();
                TensorScope scope = new TensorScope()) {
            boolean anew =
                    Arrays.stream(lengths).anyMatch(length -> model.trunk().turnsAnewAt(length + 1));
            Tensor next = scope.keep(anew ? computeAgain() : step(added));
            TensorScope.free(hidden);
            hidden = next;
        }
    }

    /** All rows from their beginning, their last tokens included. */
    private Tensor computeAgain() {
        Arrays.setAll(lengths, row -> lengths[row] + 1);
        int[][] rows = new int[lengths.length][];
        Arrays.setAll(rows, row -> Arrays.copyOf(tokens[row], lengths[row]));
        cache.close();
        cache = new KeyValueCache(
                model.config(),
                model.device(),
                rows.length,
                Arrays.stream(lengths).max().orElseThrow());
        TensorScope.free(padding);
        padding = padding();
        return new Prefill(model).run(rows, cache);
    }

    private Tensor step(int[] added) {
        cache.addColumn();
        int[] positions = lengths.clone();
        Arrays.setAll(lengths, i -> lengths[i] + 1);
        LayerRotations rotations = model.trunk().rotations(positions, lengths);
        Tensor mask = mask();
        Tensor x = model.trunk().embed(added);
        for (int i = 0; i < model.config().layers(); i++) {
            try (TensorScope inner = new TensorScope()) {
                x = inner.pass(new DecodeStep(model.trunk().layerWeights(i), i, model.config(), cache)
                        .forward(x, rotations.of(i).key(), mask));
            }
        }
        return x;
    }

    @Override
    public void keep(int[] rows) {
        cache.select(rows);
        lengths = Arrays.stream(rows).map(row -> lengths[row]).toArray();
        tokens = Arrays.stream(rows).mapToObj(row -> tokens[row]).toArray(int[][]::new);
        TensorScope.free(padding);
        padding = padding();
    }

    /** Minus infinity left of each row's beginning, as far as columns go now. */
    private Tensor mask() {
        int columns = cache.columns();
        if (columns > padding.size(3)) {
            try (TensorScope scope = new TensorScope()) {
                int more = (int) Math.max(columns - padding.size(3), padding.size(3) / 2 + 64);
                Tensor wider = scope.keep(
                        Tensors.cat(3, List.of(padding, Tensors.zeros(padding, padding.size(0), 1, 1, more))));
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
            return scope.keep(model.device().place(Tensors.floats(mask, lengths.length, 1, 1, columns)));
        }
    }

    @Override
    public void close() {
        cache.close();
        TensorScope.free(padding);
        TensorScope.free(hidden);
    }
}
