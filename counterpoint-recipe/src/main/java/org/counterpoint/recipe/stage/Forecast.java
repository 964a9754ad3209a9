package org.counterpoint.recipe.stage;

import java.util.Map;

/**
 * What a stage is guessed to cost and to give.
 *
 * @param outputs by name
 * @param tokens that a model reads or writes
 * @param operations floating-point, of whole batches
 * @param threads that those may use; 0 for all
 * @param steps tokens that must be written one after another, times the model's parameters: each reads all of them
 * @param seconds of work that hardly depends on the machine
 * @param cost in the prices' money, at most; 0 where nothing is paid or no price is known
 */
public record Forecast(
        Map<String, Size> outputs,
        long tokens,
        double operations,
        int threads,
        double steps,
        double seconds,
        double cost) {
    public Forecast {
        outputs = Map.copyOf(outputs);
    }

    /** Work on rows of files, about so many a second. */
    public static Forecast rows(Map<String, Size> outputs, long rows, double aSecond) {
        return new Forecast(outputs, 0, 0, 0, 0, rows / aSecond, 0);
    }

    /** Passes through a model on this machine. */
    static Forecast computed(Map<String, Size> outputs, long tokens, double operations, double steps) {
        return new Forecast(outputs, tokens, operations, 0, steps, 0, 0);
    }

    Forecast withThreads(long most) {
        return new Forecast(outputs, tokens, operations, (int) most, steps, seconds, cost);
    }

    /** Questions to a server. */
    static Forecast asked(Map<String, Size> outputs, long tokens, double seconds, double cost) {
        return new Forecast(outputs, tokens, 0, 0, 0, seconds, cost);
    }
}
