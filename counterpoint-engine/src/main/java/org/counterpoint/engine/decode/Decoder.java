package org.counterpoint.engine.decode;

import java.util.List;
import org.counterpoint.engine.weights.ModelConfig;

/** A model as its decoding steps see it: weights laid out for few rows, and the threads that read them. */
public final class Decoder implements AutoCloseable {
    private final ModelConfig config;
    private final List<LayerMatrices> layers;
    private final float[] finalNorm;
    private final Matrix vocabulary;
    private final Team team;

    /** @param team closed with this decoder */
    public Decoder(ModelConfig config, List<LayerMatrices> layers, float[] finalNorm, Matrix vocabulary, Team team) {
        this.config = config;
        this.layers = List.copyOf(layers);
        this.finalNorm = finalNorm;
        this.vocabulary = vocabulary;
        this.team = team;
    }

    /** Rows to be continued together, each with a cache that {@link DecoderBatch#fill} has to fill. */
    public DecoderBatch batch(int rows) {
        return new DecoderBatch(this, rows);
    }

    ModelConfig config() {
        return config;
    }

    List<LayerMatrices> layers() {
        return layers;
    }

    float[] finalNorm() {
        return finalNorm;
    }

    /** [vocabulary, hidden]. */
    Matrix vocabulary() {
        return vocabulary;
    }

    Team team() {
        return team;
    }

    @Override
    public void close() {
        team.close();
    }
}
