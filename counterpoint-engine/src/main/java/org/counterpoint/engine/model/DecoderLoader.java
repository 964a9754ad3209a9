package org.counterpoint.engine.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.decode.Decoder;
import org.counterpoint.engine.decode.LayerMatrices;
import org.counterpoint.engine.decode.Matrix;
import org.counterpoint.engine.decode.MatrixPacker;
import org.counterpoint.engine.decode.Team;
import org.counterpoint.engine.decode.Vectors;
import org.counterpoint.engine.decode.WarmUp;
import org.counterpoint.engine.weights.ModelConfig;
import org.jspecify.annotations.Nullable;

/**
 * Lays a model's weights out for decoding in Java: a second copy of them, on the heap. Made before the model is read, so
 * that the JVM compiles the decoding step meanwhile.
 */
final class DecoderLoader {
    /** The part of the free heap that the weights may take; caches and everything else live in the rest. */
    private static final double MOST_OF_HEAP = 0.75;

    private final ModelConfig config;
    private final boolean bf16;
    private final @Nullable Thread warmUp;

    DecoderLoader(ModelConfig config, boolean bf16) {
        this.config = config;
        this.bf16 = bf16;
        this.warmUp = Vectors.available() ? WarmUp.start(bf16) : null;
    }

    /** The decoder; null where Java's vectors are not there or the heap has no room for the weights. */
    @Nullable
    Decoder decoder(LlamaWeights weights) {
        if (warmUp == null || !fit(weights)) {
            return null;
        }
        Team team = new Team(NativeRuntime.threads());
        MatrixPacker packer = new MatrixPacker(team, bf16);
        List<LayerMatrices> layers = new ArrayList<>();
        for (LayerWeights layer : weights.layers()) {
            layers.add(layer(packer, layer));
        }
        Weight vocabulary = weights.vocabulary();
        join(warmUp);
        return new Decoder(
                config,
                layers,
                floats(weights.finalNorm()),
                packer.plain(outputs(vocabulary), inputs(vocabulary), source(vocabulary), floats(null)),
                team);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Whoever interrupted wants the end, and will find it.
        }
    }

    private LayerMatrices layer(MatrixPacker packer, LayerWeights w) {
        return new LayerMatrices(
                floats(w.attentionNorm()),
                plain(packer, w.qkv(), w.qkvBias()),
                w.queryNorm() == null ? null : floats(w.queryNorm()),
                w.keyNorm() == null ? null : floats(w.keyNorm()),
                plain(packer, w.output(), w.outputBias()),
                floats(w.mlpNorm()),
                packer.gateUp(outputs(w.gateUp()) / 2, inputs(w.gateUp()), source(w.gateUp()), floats(w.gateUpBias())),
                packer.down(outputs(w.down()), inputs(w.down()), source(w.down()), floats(w.downBias())));
    }

    private static Matrix plain(MatrixPacker packer, Weight weight, @Nullable Weight bias) {
        return packer.plain(outputs(weight), inputs(weight), source(weight), floats(bias));
    }

    private boolean fit(LlamaWeights weights) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        long needed = 0;
        for (Weight weight : weights.all()) {
            if (weight.value().dim() == 2) {
                if (!MatrixPacker.fits(outputs(weight), inputs(weight))) {
                    return false;
                }
                // An embedding that is not the output projection too is counted and not laid out: a little caution.
                needed += MatrixPacker.bytes(outputs(weight), inputs(weight), bf16);
            }
        }
        return needed < MOST_OF_HEAP * free;
    }

    private static int outputs(Weight weight) {
        return Math.toIntExact(weight.value().size(0));
    }

    private static int inputs(Weight weight) {
        return Math.toIntExact(weight.value().size(1));
    }

    private static float[] floats(@Nullable Weight weight) {
        if (weight == null) {
            return new float[0];
        }
        try (TensorScope scope = new TensorScope()) {
            return Kernels.toFloats(weight.value());
        }
    }

    /** Rows of a matrix, straight from native memory; more than a buffer's index can hold are read in pieces. */
    private static MatrixPacker.Source source(Weight weight) {
        Tensor value = weight.value();
        int inputs = inputs(weight);
        int rowsOfPiece = Integer.MAX_VALUE / Float.BYTES / inputs;
        List<FloatBuffer> pieces = new ArrayList<>();
        for (int row = 0; row < outputs(weight); row += rowsOfPiece) {
            int rows = Math.min(rowsOfPiece, outputs(weight) - row);
            pieces.add(new FloatPointer(value.data_ptr())
                    .position((long) row * inputs)
                    .limit((long) (row + rows) * inputs)
                    .asBuffer());
        }
        return (output, into) -> pieces.get(output / rowsOfPiece).get(output % rowsOfPiece * inputs, into, 0, inputs);
    }
}
