package org.counterpoint.engine.model;

import java.util.Arrays;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.decode.Decoder;
import org.counterpoint.engine.decode.DecoderBatch;

/** Decoding steps by Java's own vectors: no native call but for the tokens' embeddings. */
final class VectorContinuation implements Continuation {
    private final LlamaModel model;
    private final DecoderBatch batch;
    /** Tokens that each row has in its cache. */
    private int[] lengths;

    VectorContinuation(LlamaModel model, Decoder decoder, int[] promptLengths) {
        this.model = model;
        this.batch = decoder.batch(promptLengths.length);
        this.lengths = promptLengths.clone();
    }

    @Override
    public void store(int layer, int row, Tensor keys, Tensor values) {
        batch.fill(layer, row, Kernels.toFloats(keys), Kernels.toFloats(values));
    }

    @Override
    public int[] likeliest(int[] tokens) {
        return step(tokens, inputs -> batch.likeliest(inputs.embedded(), inputs.cos(), inputs.sin()));
    }

    @Override
    public float[][] logits(int[] tokens) {
        return step(tokens, inputs -> batch.logits(inputs.embedded(), inputs.cos(), inputs.sin()));
    }

    private record Inputs(float[] embedded, float[] cos, float[] sin) {}

    private <R> R step(int[] tokens, Function<Inputs, R> compute) {
        int[] positions = lengths.clone();
        Arrays.setAll(lengths, i -> lengths[i] + 1);
        Rotary.Angles angles = model.rotary().angles(positions, lengths);
        float[] embedded;
        try (TensorScope scope = new TensorScope()) {
            embedded = Kernels.toFloats(model.embed(tokens));
        }
        return compute.apply(new Inputs(embedded, angles.cos(), angles.sin()));
    }

    @Override
    public void keep(int[] rows) {
        batch.keep(rows);
        lengths = Arrays.stream(rows).map(row -> lengths[row]).toArray();
    }

    @Override
    public void close() {
        // Nothing of it is native.
    }
}
