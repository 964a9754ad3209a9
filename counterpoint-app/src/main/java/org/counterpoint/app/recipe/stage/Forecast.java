package org.counterpoint.app.recipe.stage;

import java.util.Map;

/**
 * What a stage is guessed to cost and to give.
 *
 * @param outputs by name
 * @param tokens that a model reads or writes
 * @param operations floating-point, of whole batches
 * @param steps tokens that must be written one after another; each reads the whole model
 */
public record Forecast(Map<String, Size> outputs, long tokens, double operations, double steps) {
    public Forecast {
        outputs = Map.copyOf(outputs);
    }

    static Forecast free(Map<String, Size> outputs) {
        return new Forecast(outputs, 0, 0, 0);
    }
}
