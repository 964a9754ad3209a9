package org.counterpoint.engine.model;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.scope.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Attention written out in matrix products: all query heads that share a key head are one. Long segments go in blocks of
 * queries, which skips the hidden half and bounds memory.
 *
 * <p>Scores, softmax and the gradients by both are fp32. What is multiplied with the probabilities, and with the gradients
 * by scores, is rounded to the format of the values, as a linear layer's input is, and summed up in fp32.
 *
 * <p>A key head's rows of segments that share a prefix are one part of the work: parts do not depend on one another, and
 * each adds up its gradients in order.
 */
final class AttentionByHeads implements Attention {
    /** Queries a block: enough for a fast product, few enough that a block's scores stay in the cache. */
    private static final int BLOCK = 256;

    /** Segments that see rows of each other's, the costliest first. */
    private final List<List<Packing.Segment>> families;

    private final int window;
    /** What scaled scores are capped at, softly; 0 where they are not. */
    private final double cap;

    private final AttentionMasks masks;
    private final Kernels kernels;

    /** A block of queries of one segment, and the run of keys that it sees. */
    private record Block(Packing.Segment segment, int from, int to, int keysFrom) {
        int queries() {
            return to - from;
        }

        /** Keys end where the block's last query stands. */
        int keys() {
            return segment.prefixLength() + to - keysFrom;
        }

        /** How many of them are the prefix's. */
        int prefixKeys() {
            return Math.max(0, segment.prefixLength() - keysFrom);
        }

        /** The rows of its keys in the prefix, of a head's [P, ...]. */
        Tensor prefix(Tensor ofHead) {
            return ofHead.narrow(0, segment.prefixStart() + keysFrom, prefixKeys());
        }

        /** The rows of its keys in its own segment, of a head's [P, ...]. */
        Tensor own(Tensor ofHead) {
            int from = Math.max(0, keysFrom - segment.prefixLength());
            return ofHead.narrow(0, segment.start() + from, to - from);
        }
    }

    /**
     * @param window how far back a position sees, itself included; 0 for no limit
     * @param cap of the scaled scores, 0 for none
     * @param masks shared by the layers of one batch
     */
    AttentionByHeads(List<Packing.Segment> segments, int window, double cap, AttentionMasks masks, Kernels kernels) {
        this.families = Packing.families(segments);
        this.window = window;
        this.cap = cap;
        this.masks = masks;
        this.kernels = kernels;
    }

    @Override
    public Tensor forward(Tensor q, Tensor k, Tensor v) {
        ScalarType format = v.scalar_type();
        Tensor out = Tensors.empty(q, format, q.size(0), q.size(1), q.size(2), q.size(3));
        forEachBlock(q.size(0), (head, block) -> {
            Tensor p = probabilities(block, scores(queries(q, head, block), keys(k, head, block)))
                    .to(format);
            queries(out, head, block).copy_(kernels.linearInputGradient(p, keys(v, head, block)));
        });
        return out;
    }

    @Override
    public Gradients backward(Tensor dOut, Tensor q, Tensor k, Tensor v) {
        ScalarType format = v.scalar_type();
        Tensor dq = torch.empty_like(dOut);
        Tensor dk = torch.zeros_like(k);
        Tensor dv = torch.zeros_like(k);
        forEachBlock(q.size(0), (head, block) -> {
            Tensor qOfHead = queries(q, head, block);
            Tensor kOfHead = keys(k, head, block);
            Tensor scores = scores(qOfHead, kOfHead);
            Tensor capped = cap == 0 ? null : scores.clone();
            Tensor p = probabilities(block, scores);
            Tensor g = queries(dOut, head, block);
            addToKeys(dv, head, block, kernels.weightGradient(p.to(format), g));
            Tensor dp =
                    kernels.linear(g.to(ScalarType.Float), keys(v, head, block).to(ScalarType.Float));
            Tensor ds = byProducts(Tensors.softmaxGradient(dp, p), capped).to(format);
            queries(dq, head, block).copy_(kernels.linearInputGradient(ds, kOfHead.to(format)));
            addToKeys(dk, head, block, kernels.weightGradient(ds, qOfHead.to(format)));
        });
        return new Gradients(dq, dk, dv);
    }

    @FunctionalInterface
    private interface BlockWork {
        void run(int head, Block block);
    }

    private void forEachBlock(long heads, BlockWork work) {
        kernels.sideBySide(families.stream()
                .flatMap(family -> IntStream.range(0, (int) heads)
                        .<Runnable>mapToObj(head ->
                                () -> family.forEach(segment -> forEachBlock(segment, block -> work.run(head, block)))))
                .toList());
    }

    private void forEachBlock(Packing.Segment segment, Consumer<Block> work) {
        for (int from = 0; from < segment.length(); from += BLOCK) {
            int to = Math.min(segment.length(), from + BLOCK);
            int keysFrom = window == 0 ? 0 : Math.max(0, segment.prefixLength() + from - window + 1);
            try (TensorScope scope = new TensorScope()) {
                work.accept(new Block(segment, from, to, keysFrom));
            }
        }
    }

    /** [queries * group, keys] products of queries and keys, capped where the model does so. */
    private Tensor scores(Tensor queries, Tensor keys) {
        Tensor products = kernels.linear(queries, keys);
        return cap == 0
                ? products
                : torch.tanh(products.mul_(Tensors.scalar(1 / cap))).mul_(Tensors.scalar(cap));
    }

    /** From the gradient by capped scores to that by the products. */
    private Tensor byProducts(Tensor gradient, @Nullable Tensor capped) {
        return capped == null ? gradient : torch.tanh_backward(gradient, capped.mul_(Tensors.scalar(1 / cap)));
    }

    /** [queries * group, keys]; the scores become masked. */
    private Tensor probabilities(Block block, Tensor scores) {
        // How many of the last keys some query must not see; with a window, all may be.
        int masked = window == 0 ? block.queries() : block.keys();
        scores.view(block.queries(), scores.size(0) / block.queries(), block.keys())
                .narrow(2, block.keys() - masked, masked)
                .add_(masks.of(new AttentionMasks.Shape(block.queries(), masked, window), scores));
        return torch.softmax(scores, -1);
    }

    /** A head's rows of the block as [queries * group, headDim]; a view. */
    private static Tensor queries(Tensor q, int head, Block block) {
        return q.select(0, head)
                .narrow(0, block.segment().start() + block.from(), block.queries())
                .view(block.queries() * q.size(2), q.size(3));
    }

    /** The keys (or values) of a head that the block sees, prefix first: [keys, headDim]. */
    private static Tensor keys(Tensor k, int head, Block block) {
        Tensor ofHead = k.select(0, head);
        Tensor own = block.own(ofHead);
        return block.prefixKeys() == 0 ? own : Tensors.cat(0, List.of(block.prefix(ofHead), own));
    }

    private static void addToKeys(Tensor dk, int head, Block block, Tensor gradient) {
        Tensor ofHead = dk.select(0, head);
        int fromPrefix = block.prefixKeys();
        block.own(ofHead).add_(gradient.narrow(0, fromPrefix, block.keys() - fromPrefix));
        if (fromPrefix > 0) {
            block.prefix(ofHead).add_(gradient.narrow(0, 0, fromPrefix));
        }
    }
}
