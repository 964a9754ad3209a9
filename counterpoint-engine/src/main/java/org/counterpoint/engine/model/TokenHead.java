package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.scope.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * From the last layer's output to the responses' log-probabilities, and back. Logits exist only at the rows that
 * predict a response token, and only slab by slab: as many rows as the budget has room for. The first slab's
 * logits are kept for the backward pass, those of further slabs are computed again. The gradient by the logits is
 * written down directly: c / T * (onehot(target) - softmax), c the derivative of the loss by the row, T the temperature.
 */
final class TokenHead implements Head {
    /** Rows whose softmax is computed together: few enough to stay in the cache. */
    private static final int CHUNK = 128;

    private final Norm norm;
    private final Weight vocabulary;
    private final LogitShape shape;
    private final LogitRows rowsOfLogits;
    private final long budgetBytes;
    private @Nullable Tensor buffer;

    /**
     * @param shape of all logits of a row
     * @param rowsOfLogits the softmax over such rows
     * @param budgetBytes how much memory the logits of one slab may take
     */
    TokenHead(Norm norm, Weight vocabulary, LogitShape shape, LogitRows rowsOfLogits, long budgetBytes) {
        this.norm = norm;
        this.vocabulary = vocabulary;
        this.shape = shape;
        this.rowsOfLogits = rowsOfLogits;
        this.budgetBytes = budgetBytes;
    }

    /**
     * What the backward pass needs.
     *
     * @param rows [R] indices of scored rows
     * @param inverseScale [R, 1]
     * @param normalised [R, hidden] fp32, before the norm's weight
     * @param input [R, hidden] the vocabulary projection's input, in its format
     * @param scored what was said of them
     */
    private record Saved(Tensor rows, Tensor inverseScale, Tensor normalised, Tensor input, LogitRows.Rows scored) {}

    @Override
    public Packing pack(TokenBatch batch) {
        return Packing.ofResponses(batch);
    }

    /** All logits [rows, vocabulary], in the vocabulary projection's format, of rows [rows, hidden] fp32. */
    Tensor logits(Tensor x) {
        return shape.apply(new Dense(vocabulary, null).forward(cast(norm.apply(x))));
    }

    @Override
    public Pass forward(Tensor x, Packing packing) {
        Tensor rows = Tensors.beside(x, Tensors.indices(packing.scoredRows()));
        Tensor picked = torch.index_select(x, 0, rows);
        Tensor inverseScale = norm.inverseScale(picked);
        Tensor normalised = picked.mul_(inverseScale);
        Tensor input = cast(normalised.mul(norm.value()));
        LogitRows.Rows scored = LogitRows.Rows.of(packing.targets());
        try (TensorScope scope = new TensorScope()) {
            Tensor w = vocabulary.compute();
            // The first slab last, so that the buffer still holds it when the backward pass comes.
            List<Slab> slabs = slabs(packing.targets().length);
            for (int i = slabs.size() - 1; i >= 0; i--) {
                Slab slab = slabs.get(i);
                forEachChunk(
                        slab,
                        (from, length) -> rowsOfLogits.score(computed(input, w, slab, from, length), from, scored));
            }
        }
        Saved saved = new Saved(rows, inverseScale, normalised, input, scored);
        return new Pass(scored.logps(), derivatives -> backward(derivatives, packing.rows(), saved));
    }

    private Tensor cast(Tensor x) {
        return x.to(vocabulary.computeType());
    }

    private Tensor backward(double[] derivatives, long totalRows, Saved s) {
        int count = derivatives.length;
        Tensor dInput = Tensors.empty(
                s.input(), s.input().scalar_type(), count, s.input().size(1));
        Tensor w = vocabulary.compute();
        for (Slab slab : slabs(count)) {
            Tensor logits = slabBuffer(s.input(), slab.rows());
            boolean kept = slab.from() == 0;
            forEachChunk(slab, (from, length) -> {
                Tensor part = kept
                        ? logits.narrow(0, from - slab.from(), length)
                        : computed(s.input(), w, slab, from, length);
                rowsOfLogits.backward(part, from, s.scored(), derivatives);
            });
            Tensor input = s.input().narrow(0, slab.from(), slab.rows());
            if (vocabulary.learns()) {
                vocabulary.kernels().addWeightGradient(vocabulary.gradient(), logits, input);
            }
            dInput.narrow(0, slab.from(), slab.rows())
                    .copy_(vocabulary.kernels().linearInputGradient(logits, w));
        }
        Tensor dRows = RmsNorm.backward(dInput.to(ScalarType.Float), s.normalised(), s.inverseScale(), norm);
        Tensor dx = Tensors.zeros(dRows, totalRows, s.normalised().size(1));
        return dx.index_add_(0, s.rows(), dRows);
    }

    /** Logits of some rows, written to their place in the buffer; returns that view. */
    private Tensor computed(Tensor input, Tensor w, Slab slab, int from, int length) {
        Tensor place = slabBuffer(input, slab.rows()).narrow(0, from - slab.from(), length);
        vocabulary.kernels().linear(place, input.narrow(0, from, length), w);
        return place;
    }

    private record Slab(int from, int rows) {}

    private List<Slab> slabs(int count) {
        long rowBytes = vocabulary.rows() * (vocabulary.computeType() == ScalarType.Float ? Float.BYTES : Short.BYTES);
        int most = (int) Math.max(CHUNK, Math.min(Integer.MAX_VALUE, budgetBytes / rowBytes));
        List<Slab> slabs = new ArrayList<>();
        for (int from = 0; from < count; from += most) {
            slabs.add(new Slab(from, Math.min(most, count - from)));
        }
        return slabs;
    }

    @FunctionalInterface
    private interface ChunkWork {
        void run(int from, int length);
    }

    private static void forEachChunk(Slab slab, ChunkWork work) {
        int end = slab.from() + slab.rows();
        for (int from = slab.from(); from < end; from += CHUNK) {
            try (TensorScope scope = new TensorScope()) {
                work.run(from, Math.min(CHUNK, end - from));
            }
        }
    }

    /** One buffer serves all passes: fresh memory of this size would cost more in page faults than the products. */
    private Tensor slabBuffer(Tensor near, int rows) {
        Tensor current = buffer;
        if (current == null || current.size(0) < rows) {
            TensorScope.free(current);
            try (TensorScope scope = new TensorScope()) {
                current = scope.keep(Tensors.empty(near, vocabulary.computeType(), rows, vocabulary.rows()));
            }
            buffer = current;
        }
        return current.narrow(0, 0, rows);
    }

    @Override
    public void close() {
        TensorScope.free(buffer);
        buffer = null;
    }
}
