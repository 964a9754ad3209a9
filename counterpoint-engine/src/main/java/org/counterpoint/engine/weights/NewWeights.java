package org.counterpoint.engine.weights;

import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.TensorNames;

/** What a model gets that its checkpoint does not hold; pure functions of a seed and a tensor's name. */
public final class NewWeights {
    private NewWeights() {}

    /**
     * A head that scores texts: normal with the config's {@code initializer_range} as standard deviation; the same for the same seed.
     *
     * @return [hidden]
     */
    public static float[] head(Architecture config, long seed) {
        GaussianStream random = new GaussianStream(seed, TensorNames.SCORE);
        float[] weights = new float[config.hiddenSize()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (config.initializerRange() * random.at(i));
        }
        return weights;
    }

    /**
     * Kaiming's uniform distribution with a = sqrt(5), as PEFT begins A: between -1/sqrt(in) and 1/sqrt(in).
     *
     * @return [rows, in]
     */
    public static float[] kaiming(String name, int rows, int in, long seed) {
        GaussianStream random = new GaussianStream(seed, name);
        double bound = 1 / Math.sqrt(in);
        float[] weights = new float[Math.multiplyExact(rows, in)];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (bound * (2 * random.uniform(i) - 1));
        }
        return weights;
    }
}
