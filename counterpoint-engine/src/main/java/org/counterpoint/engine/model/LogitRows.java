package org.counterpoint.engine.model;

import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.vector.Vectors;

/** The softmax over rows of what the vocabulary's projection gave, and its gradient in their place. */
sealed interface LogitRows permits TensorLogitRows, VectorLogitRows {

    static LogitRows of(LogitShape shape, double temperature, Device device) {
        return device.isCpu() && Vectors.available()
                ? new VectorLogitRows(shape, temperature)
                : new TensorLogitRows(shape, temperature);
    }

    /**
     * Scored rows of a pass.
     *
     * @param targets [R] the token that each predicts
     * @param logps [R] its log-probability
     * @param logSums [R] the log of the sum of exponentials of each row's logits, over the temperature
     */
    record Rows(int[] targets, float[] logps, float[] logSums) {
        static Rows of(int[] targets) {
            return new Rows(targets, new float[targets.length], new float[targets.length]);
        }
    }

    /**
     * Writes what the softmax says of some rows.
     *
     * @param z [rows, vocabulary], those from {@code from} on
     */
    void score(Tensor z, int from, Rows rows);

    /**
     * Replaces z by dL/dz.
     *
     * @param derivatives [R] of the loss by each row's log-probability
     */
    void backward(Tensor z, int from, Rows rows, double[] derivatives);
}
