package org.counterpoint.engine.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Causal attention by segment, exact, in fp32. Queries come scaled and laid out
 * [kvHeads, P, group, headDim], keys and values [kvHeads, P, headDim], so that all query heads that share a key
 * head are one matrix product. Long segments go in blocks of queries, which skips the hidden half and bounds
 * memory; nothing but q, k and v is kept for the backward pass, which computes the probabilities again.
 */
final class Attention {
    /** Queries a block: enough for a fast product, few enough that a block's scores stay in the cache. */
    private static final int BLOCK = 256;

    private final List<Packing.Segment> segments;
    private final int window;
    /** What scaled scores are capped at, softly; 0 where they are not. */
    private final double cap;

    private final Masks masks;

    /** Masks of a whole batch, made once for all its layers and freed with it. */
    static final class Masks implements AutoCloseable {
        private final Map<MaskKey, Tensor> byShape = new HashMap<>();

        Tensor of(MaskKey key, float[] values, Tensor near) {
            try (TensorScope scope = new TensorScope()) {
                Tensor mask = scope.keep(Tensors.beside(near, Tensors.floats(values, 1, key.queries(), 1, key.keys())));
                byShape.put(key, mask);
                return mask;
            }
        }

        @Override
        public void close() {
            byShape.values().forEach(TensorScope::free);
            byShape.clear();
        }
    }

    private record MaskKey(int queries, int keys, int window) {}

    /** A block of queries of one segment, and the run of keys that it sees. */
    private record Block(Packing.Segment segment, int from, int to, int keysFrom) {
        int queries() {
            return to - from;
        }

        /** Keys end where the block's last query stands. */
        int keys() {
            return segment.prefixLength() + to - keysFrom;
        }
    }

    /**
     * @param window how far back a position sees, itself included; 0 for no limit
     * @param cap of the scaled scores, 0 for none
     * @param masks shared by the layers of one batch
     */
    Attention(List<Packing.Segment> segments, int window, double cap, Masks masks) {
        this.segments = segments;
        this.window = window;
        this.cap = cap;
        this.masks = masks;
    }

    /** softmax(q k^T) v. Returns [kvHeads, P, group, headDim]. */
    Tensor forward(Tensor q, Tensor k, Tensor v) {
        Tensor out = torch.empty_like(q);
        forEachBlock(block -> {
            Tensor p = probabilities(block, scores(block, q, k));
            queries(out, block).copy_(torch.bmm(p, keys(v, block)));
        });
        return out;
    }

    /** Gradients by q, k and v, in their layouts. */
    record Gradients(Tensor q, Tensor k, Tensor v) {}

    /**
     * @param dOut gradient by what {@link #forward} returned, same layout, contiguous
     */
    Gradients backward(Tensor dOut, Tensor q, Tensor k, Tensor v) {
        Tensor dq = torch.empty_like(q);
        Tensor dk = torch.zeros_like(k);
        Tensor dv = torch.zeros_like(v);
        forEachBlock(block -> {
            Tensor scores = scores(block, q, k);
            Tensor capped = cap == 0 ? null : scores.clone();
            Tensor p = probabilities(block, scores);
            Tensor g = queries(dOut, block);
            addToKeys(dv, block, torch.bmm(p.transpose(1, 2), g));
            Tensor dp = torch.bmm(g, keys(v, block).transpose(1, 2));
            Tensor ds = byProducts(Tensors.softmaxGradient(dp, p), capped);
            queries(dq, block).copy_(torch.bmm(ds, keys(k, block)));
            addToKeys(dk, block, torch.bmm(ds.transpose(1, 2), queries(q, block)));
        });
        return new Gradients(dq, dk, dv);
    }

    @FunctionalInterface
    private interface BlockWork {
        void run(Block block);
    }

    private void forEachBlock(BlockWork work) {
        for (Packing.Segment segment : segments) {
            for (int from = 0; from < segment.length(); from += BLOCK) {
                int to = Math.min(segment.length(), from + BLOCK);
                int keysFrom = window == 0 ? 0 : Math.max(0, segment.prefixLength() + from - window + 1);
                try (TensorScope scope = new TensorScope()) {
                    work.run(new Block(segment, from, to, keysFrom));
                }
            }
        }
    }

    /** [kvHeads, queries * group, keys] products of queries and keys, capped where the model does so. */
    private Tensor scores(Block block, Tensor q, Tensor k) {
        Tensor products = torch.bmm(queries(q, block), keys(k, block).transpose(1, 2));
        return cap == 0
                ? products
                : torch.tanh(products.mul_(Tensors.scalar(1 / cap))).mul_(Tensors.scalar(cap));
    }

    /** From the gradient by capped scores to that by the products. */
    private Tensor byProducts(Tensor gradient, @Nullable Tensor capped) {
        return capped == null ? gradient : torch.tanh_backward(gradient, capped.mul_(Tensors.scalar(1 / cap)));
    }

    /** [kvHeads, queries * group, keys]; the scores become masked. */
    private Tensor probabilities(Block block, Tensor scores) {
        long group = scores.size(1) / block.queries();
        int masked = maskedKeys(block.queries(), block.keys());
        scores.view(scores.size(0), block.queries(), group, block.keys())
                .narrow(3, block.keys() - masked, masked)
                .add_(mask(scores, block.queries(), block.keys()));
        return torch.softmax(scores, -1);
    }

    /** The block's rows as [kvHeads, queries * group, headDim]; a view. */
    private static Tensor queries(Tensor q, Block block) {
        return q.narrow(1, block.segment().start() + block.from(), block.queries())
                .view(q.size(0), block.queries() * q.size(2), q.size(3));
    }

    /** The keys (or values) that the block sees, prefix first: [kvHeads, keys, headDim]. */
    private static Tensor keys(Tensor k, Block block) {
        Packing.Segment s = block.segment();
        int hidden = block.keysFrom() - s.prefixLength();
        Tensor own = k.narrow(1, s.start() + Math.max(0, hidden), block.to() - Math.max(0, hidden));
        if (hidden >= 0) {
            return own;
        }
        return Tensors.cat(1, List.of(k.narrow(1, s.prefixStart() + block.keysFrom(), -hidden), own));
    }

    private static void addToKeys(Tensor dk, Block block, Tensor gradient) {
        Packing.Segment s = block.segment();
        int hidden = block.keysFrom() - s.prefixLength();
        int fromPrefix = Math.max(0, -hidden);
        int own = block.keys() - fromPrefix;
        dk.narrow(1, s.start() + Math.max(0, hidden), own).add_(gradient.narrow(1, fromPrefix, own));
        if (fromPrefix > 0) {
            dk.narrow(1, s.prefixStart() + block.keysFrom(), fromPrefix).add_(gradient.narrow(1, 0, fromPrefix));
        }
    }

    /** How many of the block's last keys some query of it must not see; with a window, all may be. */
    private int maskedKeys(int queries, int keys) {
        return window == 0 ? queries : keys;
    }

    /** 0 where a query sees a key, minus infinity elsewhere: [1, queries, 1, masked keys]. */
    private Tensor mask(Tensor near, int queries, int keys) {
        int masked = maskedKeys(queries, keys);
        MaskKey key = new MaskKey(queries, masked, window);
        Tensor known = masks.byShape.get(key);
        if (known != null) {
            return known;
        }
        float[] mask = new float[queries * masked];
        for (int i = 0; i < queries; i++) {
            int last = masked - queries + i;
            for (int j = 0; j < masked; j++) {
                boolean seen = j <= last && (window == 0 || j > last - window);
                mask[i * masked + j] = seen ? 0 : Float.NEGATIVE_INFINITY;
            }
        }
        return masks.of(key, mask, near);
    }
}
