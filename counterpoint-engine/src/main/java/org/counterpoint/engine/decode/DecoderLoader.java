package org.counterpoint.engine.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.counterpoint.engine.weights.ModelConfig;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.TensorNames;
import org.counterpoint.engine.weights.TensorRows;

/** Reads a model's weights from its folder into their layout for decoding, while the JVM compiles the step. */
public final class DecoderLoader {
    /** The part of the free heap that the weights may take; caches and everything else live in the rest. */
    private static final double MOST_OF_HEAP = 0.75;

    private final ModelFolder folder;
    private final ModelConfig config;
    private final MatrixPacker packer;

    private DecoderLoader(ModelFolder folder, MatrixPacker packer) {
        this.folder = folder;
        this.config = folder.config();
        this.packer = packer;
    }

    /**
     * The model of a folder; nothing where Java's vectors are not there or the heap has no room for the weights.
     *
     * @param bf16 whether weights are rounded to bf16
     * @throws org.counterpoint.engine.ModelException if a file cannot be read, or a weight is not finite
     */
    public static Optional<Decoder> load(ModelFolder folder, boolean bf16, int threads) {
        if (!Vectors.available() || !fits(folder, bf16)) {
            return Optional.empty();
        }
        Thread warmUp = WarmUp.start(bf16);
        Team team = new Team(threads);
        boolean loaded = false;
        try {
            Decoder decoder = new DecoderLoader(folder, new MatrixPacker(team, bf16)).decoder(team);
            loaded = true;
            return Optional.of(decoder);
        } finally {
            if (!loaded) {
                team.close();
            }
            join(warmUp);
        }
    }

    private static boolean fits(ModelFolder folder, boolean bf16) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        long needed = 0;
        for (TensorData tensor : folder.tensors().values()) {
            long[] shape = tensor.shape();
            if (shape.length == 2) {
                // Two of one size may be stacked.
                if (!MatrixPacker.fits(2 * shape[0], shape[1])) {
                    return false;
                }
                needed += MatrixPacker.bytes(shape[0], shape[1], bf16);
            }
        }
        return needed < MOST_OF_HEAP * free;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Whoever interrupted wants the end, and will find it.
        }
    }

    private Decoder decoder(Team team) {
        Matrix embedding = plain(List.of(), TensorNames.EMBEDDING);
        List<LayerMatrices> layers = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            layers.add(layer(TensorNames.layer(i)));
        }
        Matrix vocabulary = config.tiedEmbeddings() ? embedding : plain(List.of(), TensorNames.OUTPUT);
        return new Decoder(config, embedding, layers, floats(TensorNames.FINAL_NORM), vocabulary, team);
    }

    private LayerMatrices layer(String layer) {
        String attention = layer + "self_attn.";
        String mlp = layer + "mlp.";
        TensorRows gateUp = folder.rows(mlp + "gate_proj.weight", mlp + "up_proj.weight");
        TensorRows down = folder.rows(mlp + "down_proj.weight");
        return new LayerMatrices(
                floats(layer + "input_layernorm.weight"),
                plain(
                        biases(config.queryKeyValueBias(), attention, "q_proj", "k_proj", "v_proj"),
                        attention + "q_proj.weight",
                        attention + "k_proj.weight",
                        attention + "v_proj.weight"),
                config.queryKeyNorm() ? floats(attention + "q_norm.weight") : null,
                config.queryKeyNorm() ? floats(attention + "k_norm.weight") : null,
                plain(biases(config.outputBias(), attention, "o_proj"), attention + "o_proj.weight"),
                floats(layer + "post_attention_layernorm.weight"),
                packer.gateUp(
                        gateUp.rows() / 2,
                        gateUp.width(),
                        source(gateUp),
                        bias(biases(config.mlpBias(), mlp, "gate_proj", "up_proj"))),
                packer.down(down.rows(), down.width(), source(down), bias(biases(config.mlpBias(), mlp, "down_proj"))));
    }

    private static List<String> biases(boolean present, String block, String... projections) {
        return present
                ? List.of(projections).stream().map(p -> block + p + ".bias").toList()
                : List.of();
    }

    private Matrix plain(List<String> biases, String... names) {
        TensorRows rows = folder.rows(names);
        return packer.plain(rows.rows(), rows.width(), source(rows), bias(biases));
    }

    private float[] bias(List<String> names) {
        return names.isEmpty() ? new float[0] : floats(names.toArray(String[]::new));
    }

    private float[] floats(String... names) {
        return folder.rows(names).all();
    }

    private static Supplier<MatrixPacker.Source> source(TensorRows rows) {
        return () -> rows.reader()::read;
    }
}
