package org.counterpoint.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model whose weights can be learnt. Gradients accumulate over backward passes until
 * {@link #step} uses and clears them.
 */
public interface TrainableModel extends ScoringModel {

    /** Scores and keeps what {@link Pass#backward} needs. Only one pass may be open at a time. */
    Pass forward(TokenBatch batch);

    /**
     * This model as it was before anything was learnt, where that needs no second copy of it: of an adapter, its base
     * with the adapter that it started from. A view: it is closed with this model.
     */
    default Optional<ScoringModel> start() {
        return Optional.empty();
    }

    /** Of which step, from 0, the passes are that follow: what is random in them is a function of it. */
    default void beginStep(long step) {}

    /**
     * Scores as {@link #forward} does, random parts of learning included, and keeps nothing: this model itself where there
     * are none. A view: it is closed with this model.
     */
    default ScoringModel learningScorer() {
        return this;
    }

    /** The L2 norm over all accumulated gradients. */
    double gradientNorm();

    /** What is learnt and what learning holds, for processes that learn one model together. */
    LearntNumbers learnt();

    /**
     * Cuts the optimizer's moments over processes that all hold the same gradients, before the first step and before
     * {@link #loadOptimizer}. From then on {@link #step}, {@link #saveOptimizer} and {@link #loadOptimizer} are called by all
     * of them together; the first alone has the file.
     */
    void shareOptimizer(OptimizerShare share);

    /**
     * Of a model whose weights are cut over processes, in each of them: all take over the weights of the first one, which
     * reads them again from where it was loaded.
     */
    default void handOutWeights() throws IOException {}

    /** Of a model whose weights are cut over processes, in all but the first: hands over what {@link #saveWeights} writes. */
    default void handOverWeights() throws IOException {}

    /** Forgets all accumulated gradients. */
    void clearGradients();

    /**
     * One AdamW update with the accumulated gradients, which are cleared.
     *
     * @param gradientScale multiplies every gradient first (clipping)
     */
    void step(AdamW settings, double learningRate, double gradientScale);

    /**
     * Writes a Hugging Face folder, whole or not at all: weights, config, tokenizer files, chat template,
     * generation config.
     *
     * @param folder must not exist
     * @param type of the numbers; only what is written in fp32 goes on as if never interrupted
     * @param chatTemplate takes the place of the model's own, where given
     * @return SHA-256 in hex of every file, by its name relative to {@code folder}
     */
    Map<String, String> saveWeights(Path folder, SaveType type, @Nullable String chatTemplate) throws IOException;

    /** Writes the optimizer's moments and step number, and the master weights where they differ from the saved ones. */
    void saveOptimizer(Path file) throws IOException;

    /** Reads what {@link #saveOptimizer} wrote; the next step continues as if never interrupted. */
    void loadOptimizer(Path file) throws IOException;

    /**
     * AdamW (arXiv 1711.05101), bias-corrected; weight decay never on biases or norms.
     */
    record AdamW(double beta1, double beta2, double epsilon, double weightDecay) {}

    /** A forward pass whose activations are held until it is closed. */
    interface Pass extends AutoCloseable {

        /** One number a scored row. */
        RowScores scores();

        /**
         * Adds to the gradients: sum over rows of {@code derivativesByRow[r] * d scores_r / d weights}. May be called
         * once.
         */
        default void backward(double[] derivativesByRow) {
            backward(derivativesByRow, () -> {});
        }

        /**
         * The same.
         *
         * @param partDone run each time that the pass will add nothing more to the next of
         *     {@link LearntNumbers#gradientParts}: its numbers may be read and changed while the pass goes on
         */
        void backward(double[] derivativesByRow, Runnable partDone);

        @Override
        void close();
    }
}
