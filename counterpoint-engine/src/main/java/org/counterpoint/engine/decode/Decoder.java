package org.counterpoint.engine.decode;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.RotaryAngles;

/** A model as its decoding steps see it: weights laid out for few rows, and the threads that read them. */
public final class Decoder implements AutoCloseable {
    private final Architecture config;
    private final StoredMatrix embedding;
    private final List<LayerMatrices> layers;
    private final float[] finalNorm;
    private final Matrix vocabulary;
    private final Team team;
    private final Optional<NativeWeights> held;
    private final boolean bf16;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<RotaryAngles> angles;
    private final PassTimes times = new PassTimes(Tiles.BLOCK);

    /**
     * @param embedding [vocabulary, hidden]; where the two are tied, {@code vocabulary} itself
     * @param team closed with this decoder
     * @param held where the matrices are, held for this decoder, which lets go of it; nothing for the heap
     * @param bf16 whether keys and values are rounded to bf16
     */
    Decoder(
            Architecture config,
            StoredMatrix embedding,
            List<LayerMatrices> layers,
            float[] finalNorm,
            Matrix vocabulary,
            Team team,
            Optional<NativeWeights> held,
            boolean bf16) {
        this.config = config;
        this.embedding = embedding;
        this.layers = List.copyOf(layers);
        this.finalNorm = finalNorm;
        this.vocabulary = vocabulary;
        this.team = team;
        this.held = held;
        this.bf16 = bf16;
        this.angles = config.positions().ropes().stream().map(RotaryAngles::new).toList();
    }

    /**
     * Computes prompts, to be continued together; one that is alone is computed ahead.
     *
     * @param prompts at least one; token ids of the vocabulary, at least one each
     */
    public OpenBatch begin(int[][] prompts) {
        return new DecoderBatch(this, prompts, true);
    }

    /** The same, with a pass for every token, as a measurement of passes has it. */
    public OpenBatch beginByPasses(int[][] prompts) {
        return new DecoderBatch(this, prompts, false);
    }

    public Architecture config() {
        return config;
    }

    StoredMatrix embedding() {
        return embedding;
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

    /** Of a row that is alone. */
    PassTimes times() {
        return times;
    }

    Team team() {
        return team;
    }

    Optional<NativeWeights> held() {
        return held;
    }

    /** Whether keys and values are rounded to bf16. */
    boolean bf16() {
        return bf16;
    }

    /** Lets every member of the team run work that multiplies, as {@link Team#run} does. */
    void run(Team.Work work) {
        team.run(held.isEmpty() ? work : member -> held.get().library().alone(() -> work.run(member)));
    }

    /** A table for each rotation. */
    List<RotaryAngles.Table> angles(int[] positions, int[] lengths) {
        return angles.stream().map(rotation -> rotation.at(positions, lengths)).toList();
    }

    boolean dependsOnLength(int length) {
        return angles.stream().anyMatch(rotation -> rotation.dependsOnLength(length));
    }

    /** Whether a row that grows to this length has to be computed again from its beginning. */
    boolean turnsAnewAt(int length) {
        return angles.stream().anyMatch(rotation -> rotation.turnsAnewAt(length));
    }

    @Override
    public void close() {
        team.close();
        if (!closed.getAndSet(true)) {
            held.ifPresent(NativeWeights::release);
        }
    }
}
