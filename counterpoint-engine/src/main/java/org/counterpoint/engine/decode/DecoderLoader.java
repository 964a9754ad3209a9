package org.counterpoint.engine.decode;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.LayerPart;
import org.counterpoint.engine.arch.NormWeight;
import org.counterpoint.engine.arch.TensorNames;
import org.counterpoint.engine.machine.Memory;
import org.counterpoint.engine.vector.Vectors;
import org.counterpoint.engine.weights.ModelTensors;
import org.counterpoint.engine.weights.TensorRows;
import org.counterpoint.engine.weights.WholeRows;
import org.jspecify.annotations.Nullable;

/**
 * Brings a model's weights, from its folder or from one that is learning, into their layout for decoding, while the JVM
 * compiles the step.
 */
public final class DecoderLoader {
    /** The part of the free memory that the weights may take; caches and everything else live in the rest. */
    private static final double MOST = 0.75;

    private final ModelTensors weights;
    private final Architecture config;
    private final TensorNames names;
    private final MatrixPacker packer;
    /** Whether weights in whole numbers stay so. */
    private final boolean keepsWholes;

    private DecoderLoader(ModelTensors weights, MatrixPacker packer, boolean keepsWholes) {
        this.keepsWholes = keepsWholes;
        this.weights = weights;
        this.config = weights.config();
        this.names = config.family().names();
        this.packer = packer;
    }

    /**
     * The model with these weights; nothing where Java's vectors are not there or there is no room for the weights.
     *
     * @param bf16 whether weights are rounded to bf16, and on processors that multiply it what they are multiplied with; otherwise
     *     those that are stored in whole numbers stay as they are
     * @throws org.counterpoint.engine.ModelException if a file cannot be read, or a weight is not finite
     */
    public static Optional<Decoder> load(ModelTensors tensors, boolean bf16, int threads) {
        if (!Vectors.available()) {
            return Optional.empty();
        }
        boolean wholes = tensors.wholes(tensors.config().family().names().weights(0, LayerPart.DOWN))
                .isPresent();
        boolean exact = wholes && !bf16;
        Optional<NativeWeights> natives = exact ? Optional.empty() : NativeWeights.here(bf16);
        if (natives.isEmpty() && !exact && !fits(tensors, bf16, true)) {
            natives = NativeWeights.able(bf16); // slower, but the machine has more room than the heap
        }
        boolean keepsWholes = natives.isEmpty();
        if (!fits(tensors, bf16, keepsWholes)) {
            return Optional.empty();
        }
        Thread warmUp = WarmUp.start(wholes && keepsWholes ? WarmUp.Format.WHOLE : format(bf16));
        Team team = new Team(threads);
        boolean loaded = false;
        try {
            Decoder decoder = new DecoderLoader(tensors, new MatrixPacker(team, bf16, natives), keepsWholes)
                    .decoder(team, natives);
            loaded = true;
            return Optional.of(decoder);
        } finally {
            if (!loaded) {
                team.close();
                natives.ifPresent(NativeWeights::release);
            }
            join(warmUp);
        }
    }

    /** What would multiply, in words: a library, or Java's vectors; empty where neither does, and the tensor library decodes. */
    public static Optional<String> multiplier(boolean bf16) {
        if (!Vectors.available()) {
            return Optional.empty();
        }
        return Optional.of(NativeWeights.here(bf16).isPresent() ? "oneDNN" : "Java's vectors");
    }

    /** Begins to compile what a decoder with weights in fp32 or bf16 runs, where there are vectors. */
    public static void prepare(boolean bf16) {
        if (Vectors.available()) {
            WarmUp.start(format(bf16));
        }
    }

    private static WarmUp.Format format(boolean bf16) {
        return bf16 ? WarmUp.Format.BF16 : WarmUp.Format.FP32;
    }

    private static boolean fits(ModelTensors tensors, boolean bf16, boolean keepsWholes) {
        Runtime runtime = Runtime.getRuntime();
        long free =
                keepsWholes ? runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory() : Memory.freeHere();
        long needed = 0;
        for (ExpectedTensor tensor : ExpectedTensor.of(tensors.config())) {
            List<Long> shape = tensor.shape();
            if (shape.size() == 2) {
                // Two of one size may be stacked.
                if (!MatrixPacker.fits(2 * shape.get(0), shape.get(1))) {
                    return false;
                }
                needed += wholes(tensors, List.of(tensor.name()), keepsWholes)
                        .map(MatrixPacker::bytes)
                        .orElseGet(() -> MatrixPacker.bytes(shape.get(0), shape.get(1), bf16));
            }
        }
        return free < 0 || needed < MOST * free;
    }

    private static Optional<WholeRows> wholes(ModelTensors tensors, List<String> names, boolean keepsWholes) {
        return keepsWholes ? tensors.wholes(names) : Optional.empty();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Whoever interrupted wants the end, and will find it.
        }
    }

    private Decoder decoder(Team team, Optional<NativeWeights> natives) {
        StoredMatrix embedding = plain(List.of(TensorNames.EMBEDDING), new float[0]);
        LayerMatrices[] layers = new LayerMatrices[config.layers()];
        // A member lays a whole layer out by itself, as even the making of so large arrays takes long.
        team.run(member -> {
            DecoderLoader alone = new DecoderLoader(weights, packer.alone(), keepsWholes);
            team.share(layers.length, 1, (from, to) -> {
                for (int i = from; i < to; i++) {
                    layers[i] = alone.layer(i);
                }
            });
        });
        Matrix vocabulary = config.vocabulary().tied() ? embedding : plain(List.of(TensorNames.OUTPUT), new float[0]);
        return new Decoder(
                config,
                embedding,
                List.of(layers),
                norm(List.of(TensorNames.FINAL_NORM)),
                vocabulary,
                team,
                natives,
                packer.bf16());
    }

    private LayerMatrices layer(int layer) {
        return new LayerMatrices(
                norm(layer, LayerPart.ATTENTION_NORM),
                plain(layer, LayerPart.QUERY_KEY_VALUE),
                norm(layer, LayerPart.QUERY_NORM),
                norm(layer, LayerPart.KEY_NORM),
                plain(layer, LayerPart.ATTENTION_OUTPUT),
                norm(layer, LayerPart.ATTENTION_POST_NORM),
                norm(layer, LayerPart.FEED_FORWARD_NORM),
                gateUp(layer),
                down(layer),
                norm(layer, LayerPart.FEED_FORWARD_POST_NORM));
    }

    private Matrix plain(int layer, LayerPart part) {
        return plain(names.weights(layer, part), bias(layer, part));
    }

    private Matrix gateUp(int layer) {
        List<String> tensors = names.weights(layer, LayerPart.GATE_UP);
        float[] bias = bias(layer, LayerPart.GATE_UP);
        Optional<WholeRows> wholes = wholes(weights, tensors, keepsWholes);
        if (wholes.isPresent()) {
            return packer.gateUp(wholes.get(), bias);
        }
        TensorRows rows = weights.rows(tensors);
        return packer.gateUp(rows.rows() / 2, rows.width(), source(rows), bias);
    }

    private Matrix down(int layer) {
        List<String> tensors = names.weights(layer, LayerPart.DOWN);
        float[] bias = bias(layer, LayerPart.DOWN);
        Optional<WholeRows> wholes = wholes(weights, tensors, keepsWholes);
        if (wholes.isPresent()) {
            return packer.plain(wholes.get(), bias);
        }
        TensorRows rows = weights.rows(tensors);
        return packer.down(rows.rows(), rows.width(), source(rows), bias);
    }

    private StoredMatrix plain(List<String> tensors, float[] bias) {
        Optional<WholeRows> wholes = wholes(weights, tensors, keepsWholes);
        if (wholes.isPresent()) {
            return packer.plain(wholes.get(), bias);
        }
        TensorRows rows = weights.rows(tensors);
        return packer.plain(rows.rows(), rows.width(), source(rows), bias);
    }

    private float @Nullable [] norm(int layer, LayerPart part) {
        return config.has(part) ? norm(names.weights(layer, part)) : null;
    }

    /** What normed numbers are multiplied by. */
    private float[] norm(List<String> tensors) {
        float[] weight = floats(tensors);
        if (config.norms().weight() == NormWeight.ONE_PLUS) {
            for (int i = 0; i < weight.length; i++) {
                weight[i] += 1;
            }
        }
        return weight;
    }

    private float[] bias(int layer, LayerPart part) {
        return config.hasBias(part) ? floats(names.biases(layer, part)) : new float[0];
    }

    private float[] floats(List<String> tensors) {
        return weights.rows(tensors).all();
    }

    private static Supplier<MatrixPacker.Source> source(TensorRows rows) {
        return () -> rows.reader()::read;
    }
}
