package org.counterpoint.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.model.Whole.Use;
import org.counterpoint.engine.scope.TensorScope;

/**
 * From tokens to what the last layer leaves of them, and back: x_0 = E[tokens], x_(l+1) = layer_l(x_l). Sequences are
 * packed row after row; linear layers see all rows at once and attention goes by segment, so nothing is padded.
 */
final class Trunk {
    private final Architecture config;
    private final TrunkWeights weights;
    /** In the order of the model's rotations. */
    private final List<Rotary> rotaries;

    private final boolean checkpointing;
    private final Device device;

    /** @param checkpointing whether a layer keeps only its input for the backward pass and computes the rest again */
    Trunk(Architecture config, TrunkWeights weights, boolean checkpointing) {
        this.config = config;
        this.weights = weights;
        this.rotaries = config.positions().ropes().stream()
                .map(rope -> new Rotary(rope, weights.device()))
                .toList();
        this.device = weights.device();
        this.checkpointing = checkpointing;
    }

    /** @throws ModelException where these rows cannot be computed */
    void check(Packing packing) {
        for (int i = 0; i < packing.rows(); i++) {
            requireKnown(packing.tokens()[i], config);
        }
    }

    /**
     * The batch as it can be computed: where rope scaling by length turns a prompt differently for each response, no
     * prompt is shared.
     */
    TokenBatch computable(TokenBatch batch) {
        boolean turned = batch.sharedPrompt()
                && batch.sequences().stream()
                        .mapToInt(sequence -> sequence.tokens().length)
                        .anyMatch(length -> rotaries.stream().anyMatch(rotary -> rotary.dependsOnLength(length)));
        return turned ? batch.apart() : batch;
    }

    /** @throws ModelException if a token is outside the vocabulary */
    static void requireKnown(int token, Architecture config) {
        if (token < 0 || token >= config.vocabulary().size()) {
            throw new ModelException("token " + token + " is outside the model's vocabulary of "
                    + config.vocabulary().size() + ": the tokenizer does not fit the model");
        }
    }

    /** [P, hidden] fp32 behind the last layer; nothing is kept for a backward pass. */
    Tensor forward(Packing packing, AttentionMasks masks) {
        LayerRotations rotations = rotations(packing);
        Tensor x = embed(packing.tokens());
        for (int i = 0; i < config.layers(); i++) {
            Tensor input = x;
            try (Whole whole = layer(i, Use.FORWARD);
                    TensorScope layer = new TensorScope()) {
                x = layer.pass(
                        layer(i, masks, packing).forward(input, rotations.of(i)).out());
            }
            TensorScope.free(input);
        }
        return x;
    }

    /** The same, with what the backward pass needs kept in the scope around. */
    Pass open(Packing packing) {
        return new Pass(packing);
    }

    /** [rows, hidden] fp32. */
    Tensor embed(int[] tokens) {
        try (Whole whole = Whole.of(List.of(weights.embedding()), Use.LOOK_UP)) {
            Tensor x = weights.embedding().lookup(device.place(Tensors.indices(tokens)));
            double scale = config.scales().embedding();
            return scale == 1 ? x : x.mul_(Tensors.scalar(scale));
        }
    }

    LayerRotations rotations(Packing packing) {
        return rotations(packing.positions(), packing.sequenceLengths());
    }

    LayerRotations rotations(int[] positions, int[] sequenceLengths) {
        double scale = config.attention().scale();
        return new LayerRotations(
                rotaries.stream()
                        .map(rotary -> SelfAttention.Rotations.of(rotary.table(positions, sequenceLengths), scale))
                        .toList(),
                SelfAttention.Rotations.of(Rotary.Table.none(device), scale),
                config.positions().ropeOfLayer());
    }

    DecoderLayer layer(int index, AttentionMasks masks, Packing packing) {
        LayerWeights layer = weights.layers().get(index);
        return new DecoderLayer(
                layer, config, RowAttention.of(layer, config, index, packing.segments(), masks, device));
    }

    private Whole layer(int index, Use use) {
        return Whole.of(layerWeights(index).all().toList(), use);
    }

    LayerWeights layerWeights(int layer) {
        return weights.layers().get(layer);
    }

    /** Whether a row that grows to this length has to be computed again from its beginning. */
    boolean turnsAnewAt(int length) {
        return rotaries.stream().anyMatch(rotary -> rotary.turnsAnewAt(length));
    }

    /** One pass, forward when it is made. */
    final class Pass implements AutoCloseable {
        private final Packing packing;
        private final AttentionMasks masks = new AttentionMasks();
        private final LayerRotations rotations;
        private final List<DecoderLayer.Saved> saved = new ArrayList<>();
        private final Tensor hidden;

        private Pass(Packing packing) {
            this.packing = packing;
            boolean done = false;
            try {
                rotations = rotations(packing);
                Tensor x = embed(packing.tokens());
                for (int i = 0; i < config.layers(); i++) {
                    try (Whole whole = layer(i, Use.FORWARD);
                            TensorScope inner = new TensorScope()) {
                        DecoderLayer.Result result = layer(i, masks, packing).forward(x, rotations.of(i));
                        saved.add(
                                checkpointing
                                        ? DecoderLayer.Saved.inputOnly(x)
                                        : result.saved().passedOutOf(inner));
                        x = inner.pass(result.out());
                    }
                }
                hidden = x;
                done = true;
            } finally {
                if (!done) {
                    masks.close();
                }
            }
        }

        /** [P, hidden] fp32 behind the last layer. */
        Tensor hidden() {
            return hidden;
        }

        /**
         * Adds to the gradients.
         *
         * @param dx dL/dhidden [P, hidden] fp32; overwritten
         * @param partDone run behind each layer, the last first, and behind the embedding
         */
        void backward(Tensor dx, Runnable partDone) {
            LayerRotations inverse = rotations.inverse();
            for (int i = config.layers() - 1; i >= 0; i--) {
                try (Whole whole = layer(i, Use.BACKWARD);
                        TensorScope inner = new TensorScope()) {
                    layer(i, masks, packing).backward(dx, saved.get(i), rotations.of(i), inverse.of(i));
                }
                saved.remove(i).free();
                partDone.run();
            }
            if (weights.embedding().learns()) {
                try (Whole whole = Whole.of(List.of(weights.embedding()), Use.ADD_GRADIENT)) {
                    addEmbeddingGradient(dx);
                }
            }
            partDone.run();
        }

        /** As in transformers, the padding token's embedding learns nothing as an input. */
        private void addEmbeddingGradient(Tensor dx) {
            Tensor ids = device.place(Tensors.indices(packing.tokens()));
            if (config.vocabulary().padToken() >= 0) {
                dx.masked_fill_(
                        ids.eq(new Scalar(config.vocabulary().padToken())).unsqueeze(1), new Scalar(0));
            }
            double scale = config.scales().embedding();
            weights.embedding().gradient().index_add_(0, ids, scale == 1 ? dx : dx.mul_(Tensors.scalar(scale)));
        }

        @Override
        public void close() {
            masks.close();
        }
    }
}
