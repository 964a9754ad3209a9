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
        Tensor mid = FeedForward.add(w.output().forward(attended), x);
        Tensor gateUp = w.gateUp().forward(w.gateUp().cast(norm(mid, w.mlpNorm())));
        long width = gateUp.size(1) / 2;
        Tensor activation = torch.silu(gateUp.narrow(1, 0, width)).mul_(gateUp.narrow(1, width, width));
        return FeedForward.add(w.down().forward(activation), mid);
    }

    private Tensor attend(Tensor n, Rotary.Table rotation, Tensor mask) {
        long rows = n.size(0);
        int heads = config.attention().heads();
        int kvHeads = config.attention().kvHeads();
        int headDim = config.attention().headDim();
        Tensor projected =
                w.qkv().forward(w.qkv().cast(n)).to(ScalarType.Float).view(rows, heads + 2L * kvHeads, 1, headDim);
        Tensor turned = Kernels.empty(ScalarType.Float, rows, heads + kvHeads, 1, headDim);
        if (w.queryNorm() == null) {
            Rotary.rotate(projected.narrow(1, 0, heads + kvHeads), rotation, turned);
        } else {
            Rotary.rotate(norm(projected.narrow(1, 0, heads), w.queryNorm()), rotation, turned.narrow(1, 0, heads));
            Rotary.rotate(
                    norm(projected.narrow(1, heads, kvHeads), w.keyNorm()), rotation, turned.narrow(1, heads, kvHeads));
        }
        cache.put(layer, turned.narrow(1, heads, kvHeads), projected.narrow(1, heads + kvHeads, kvHeads));
        int window = config.attention().windows().get(layer);
        int seen = window == 0 ? cache.columns() : Math.min(window, cache.columns());
        return torch.scaled_dot_product_attention(
                        turned.narrow(1, 0, heads).view(rows, kvHeads, heads / kvHeads, headDim),
                        cache.keys(layer, seen),
                        cache.values(layer, seen),
                        new TensorOptional(mask.narrow(3, cache.columns() - seen, seen)),
                        0,
                        false,
                        new DoubleOptional(config.attention().scale()),
                        false)
                .reshape(rows, (long) heads * headDim);
    }

    private Tensor norm(Tensor x, @Nullable Weight norm) {
        if (norm == null) {
            return x;
        }
        return torch.rms_norm(
                x,
                new long[] {x.size(x.dim() - 1)},
                new TensorOptional(norm.value()),
                new DoubleOptional(config.norms().eps()));
    }
}
