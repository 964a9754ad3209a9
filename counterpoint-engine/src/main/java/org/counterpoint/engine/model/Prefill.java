package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.scope.TensorScope;

/** Computes prompts, packed one after the other, and leaves their keys and values to be continued. */
final class Prefill {
    private final TransformerModel model;

    Prefill(TransformerModel model) {
        this.model = model;
    }

    /**
     * @param prompts token ids, at least one each
     * @param cache for as many rows
     * @return [prompts, hidden] what the last layer leaves of each prompt's last token
     */
    Tensor run(int[][] prompts, KeyValueCache cache) {
        Packing packing = pack(prompts);
        model.trunk().check(packing);
        try (TensorScope scope = new TensorScope();
                AttentionMasks masks = new AttentionMasks()) {
            LayerRotations rotations = model.trunk().rotations(packing);
            Tensor x = model.trunk().embed(packing.tokens());
            for (int i = 0; i < model.config().layers(); i++) {
                try (TensorScope inner = new TensorScope()) {
                    DecoderLayer layer = model.trunk().layer(i, masks, packing);
                    DecoderLayer.Result result = layer.forward(x, rotations.of(i));
                    SelfAttention.Saved attention =
                            Objects.requireNonNull(result.saved().attention());
                    HeadLayout layout = HeadLayout.of(model.trunk().layerWeights(i), model.config());
                    store(i, layout.split(attention.projected(), rotations.of(i)), packing, cache);
                    x = inner.pass(result.out());
                }
            }
            return scope.pass(torch.index_select(x, 0, Tensors.beside(x, Tensors.indices(packing.scoredRows()))));
        }
    }

    private static Packing pack(int[][] prompts) {
        IntList tokens = new IntList();
        IntList positions = new IntList();
        IntList lengths = new IntList();
        List<Packing.Segment> segments = new ArrayList<>();
        IntList last = new IntList();
        for (int[] prompt : prompts) {
            segments.add(new Packing.Segment(tokens.size(), prompt.length, tokens.size(), 0));
            for (int t = 0; t < prompt.length; t++) {
                tokens.add(prompt[t]);
                positions.add(t);
                lengths.add(prompt.length);
            }
            last.add(tokens.size() - 1);
        }
        return new Packing(
                tokens.toArray(),
                positions.toArray(),
                lengths.toArray(),
                segments,
                last.toArray(),
                new int[0],
                new long[0],
                new int[0]);
    }

    private static void store(int layer, HeadLayout.Heads heads, Packing packing, KeyValueCache cache) {
        List<Packing.Segment> segments = packing.segments();
        for (int row = 0; row < segments.size(); row++) {
            Packing.Segment s = segments.get(row);
            cache.fill(
                    layer,
                    row,
                    heads.k().narrow(1, s.start(), s.length()),
                    heads.v().narrow(1, s.start(), s.length()));
        }
    }
}
