package org.counterpoint.engine.weights.gguf;

import java.nio.file.Path;
import java.util.List;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.RopeScaling.Llama3;
import tools.jackson.databind.node.ObjectNode;

/**
 * Llama 3's stretching of rotary frequencies as GGUF has it: what each frequency is divided by, in a tensor. The settings
 * that gave the factors are found again among those of the models that are published.
 */
final class RopeFactors {
    private static final List<Llama3> PUBLISHED =
            List.of(new Llama3(8, 1, 4, 8192), new Llama3(32, 1, 4, 8192), new Llama3(16, 1, 4, 8192));

    private RopeFactors() {}

    /** {@code rope_scaling} of a config.json. */
    static ObjectNode scaling(GgufFile.Tensor tensor, Path file, double theta, int dims) {
        float[] found = tensor.all();
        for (Llama3 settings : PUBLISHED) {
            if (same(found, of(settings, theta, dims))) {
                return JsonObject.MAPPER
                        .createObjectNode()
                        .put("rope_type", "llama3")
                        .put("factor", settings.factor())
                        .put("low_freq_factor", settings.lowFrequencyFactor())
                        .put("high_freq_factor", settings.highFrequencyFactor())
                        .put("original_max_position_embeddings", settings.originalMax());
            }
        }
        throw new ModelException(file + ": the factors in tensor " + GgufNames.ROPE_FACTORS
                + " are not those of Llama 3.1 or 3.2 (factor 8, 16 or 32 over 8192 positions): no others are read");
    }

    /** One a frequency, as llama.cpp's converter computes them. */
    static float[] of(Llama3 settings, double theta, int dims) {
        float[] factors = new float[dims / 2];
        double longest = settings.originalMax() / settings.lowFrequencyFactor();
        double shortest = settings.originalMax() / settings.highFrequencyFactor();
        for (int i = 0; i < factors.length; i++) {
            double wave = 2 * Math.PI * Math.pow(theta, 2.0 * i / dims);
            if (wave < shortest) {
                factors[i] = 1;
            } else if (wave > longest) {
                factors[i] = (float) settings.factor();
            } else {
                double smooth = (settings.originalMax() / wave - settings.lowFrequencyFactor())
                        / (settings.highFrequencyFactor() - settings.lowFrequencyFactor());
                factors[i] = (float) (1 / ((1 - smooth) / settings.factor() + smooth));
            }
        }
        return factors;
    }

    private static boolean same(float[] a, float[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (!(Math.abs(a[i] - b[i]) <= 1e-4f * Math.abs(b[i]))) {
                return false;
            }
        }
        return true;
    }
}
