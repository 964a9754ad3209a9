package org.counterpoint.engine.weights;

import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.TensorNames;

/** The head that a language model gets to score texts. */
public final class NewHead {
    private NewHead() {}

    /**
     * Normal with the config's {@code initializer_range} as standard deviation; the same for the same seed.
     *
     * @return [hidden]
     */
    public static float[] normal(Architecture config, long seed) {
        GaussianStream random = new GaussianStream(seed, TensorNames.SCORE);
        float[] weights = new float[config.hiddenSize()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (config.initializerRange() * random.at(i));
        }
        return weights;
    }
}
