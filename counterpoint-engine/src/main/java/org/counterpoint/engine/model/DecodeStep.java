package org.counterpoint.engine.model;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.arch.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * One decoder layer for one new position a row. The same as {@link DecoderLayer}, with fewer calls: for a handful of
 * rows the calls themselves take longer than what they compute.
 */
final class DecodeStep {
    private final LayerWeights w;
    private final int layer;
    private final Architecture config;
    private final KeyValueCache cache;

    DecodeStep(LayerWeights weights, int layer, Architecture config, KeyValueCache cache) {
        this.w = weights;
        this.layer = layer;
        this.config = config;
        this.cache = cache;
    }

    /**
     * @param x [rows, hidden] fp32
     * @param rotation of each row's position
     * @param mask [rows, 1, 1, columns]
     * @return the layer's output; the cache has the rows' keys and values in its last column
     */
    Tensor forward(Tensor x, Rotary.Table rotation, Tensor mask) {
        Tensor attended = w.output().cast(attend(norm(x, w.attentionNorm()), rotation, mask));
        double m = config.scales().residual();
        Tensor mid = new Residual(w.attentionPostNorm(), m)
                .add(w.output().forward(attended), x)
                .out();
        Tensor gateUp = w.gateUp().forward(w.gateUp().cast(norm(mid, w.mlpNorm())));
        long width = gateUp.size(1) / 2;
        Tensor activated = Gate.apply(config.feedForward().activation(), gateUp.narrow(1, 0, width))
                .mul_(gateUp.narrow(1, width, width));
        return new Residual(w.mlpPostNorm(), m)
                .add(w.down().forward(activated), mid)
                .out();
    }

    private Tensor attend(Tensor n, Rotary.Table rotation, Tensor mask) {
        long rows = n.size(0);
        int heads = config.attention().heads();
        int kvHeads = config.attention().kvHeads();
        int headDim = config.attention().headDim();
        Tensor projected =
                w.qkv().forward(w.qkv().cast(n)).to(ScalarType.Float).view(rows, heads + 2L * kvHeads, 1, headDim);
        Tensor turned = Tensors.empty(n, ScalarType.Float, rows, heads + kvHeads, 1, headDim);
        if (w.queryNorm() == null) {
            Rotary.rotate(projected.narrow(1, 0, heads + kvHeads), rotation, turned);
        } else {
            Tensor queries = headNorm(projected.narrow(1, 0, heads), w.queryNorm());
            Rotary.rotate(queries, rotation, turned.narrow(1, 0, heads));
            Tensor keys = headNorm(projected.narrow(1, heads, kvHeads), w.keyNorm());
            Rotary.rotate(keys, rotation, turned.narrow(1, heads, kvHeads));
        }
        cache.put(layer, turned.narrow(1, heads, kvHeads), projected.narrow(1, heads + kvHeads, kvHeads));
        int window = config.attention().windows().get(layer);
        int seen = window == 0 ? cache.columns() : Math.min(window, cache.columns());
        return products(
                        turned.narrow(1, 0, heads).view(rows, kvHeads, heads / kvHeads, headDim),
                        cache.keys(layer, seen),
                        cache.values(layer, seen),
                        mask.narrow(3, cache.columns() - seen, seen))
                .reshape(rows, (long) heads * headDim);
    }

    /** softmax(scale q k^T + mask) v, the scaled products capped where the model does so. */
    private Tensor products(Tensor q, Tensor k, Tensor v, Tensor mask) {
        double scale = config.attention().scale();
        double cap = config.softCaps().attention();
        if (cap != 0) {
            Tensor products = q.matmul(k.transpose(2, 3)).mul_(Tensors.scalar(scale / cap));
            Tensor scores = torch.tanh(products).mul_(Tensors.scalar(cap)).add_(mask);
            return torch.softmax(scores, -1).matmul(v);
        }
        return torch.scaled_dot_product_attention(
                q, k, v, new TensorOptional(mask), 0, false, new DoubleOptional(scale), false);
    }

    /** Heads [rows, heads, 1, headDim] normed each for itself or all together, as wide as the norm is. */
    private static Tensor headNorm(Tensor x, @Nullable Norm norm) {
        return norm == null || norm.width() == x.size(3)
                ? norm(x, norm)
                : norm(x.reshape(x.size(0), norm.width()), norm).view(x.size(0), x.size(1), 1, x.size(3));
    }

    private static Tensor norm(Tensor x, @Nullable Norm norm) {
        if (norm == null) {
            return x;
        }
        return torch.rms_norm(
                x, new long[] {norm.width()}, new TensorOptional(norm.value()), new DoubleOptional(norm.eps()));
    }
}
