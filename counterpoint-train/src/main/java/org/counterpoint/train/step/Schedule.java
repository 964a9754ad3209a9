package org.counterpoint.train.step;

/**
 * The learning rate by step, equal to transformers' {@code get_*_schedule_with_warmup}: it rises from 0 over the
 * warm-up, then stays, or falls to 0 in a line or half a cosine.
 *
 * @param name constant, linear or cosine
 * @param warmup steps of the warm-up
 * @param steps of the run
 */
public record Schedule(String name, double learningRate, long warmup, long steps) {

    public static Schedule of(String name, double learningRate, double warmupRatio, long steps) {
        return new Schedule(name, learningRate, (long) Math.ceil(warmupRatio * steps), steps);
    }

    /** @param step index from 0 */
    public double rate(long step) {
        return learningRate * factor(step);
    }

    private double factor(long step) {
        if (step < warmup) {
            return (double) step / Math.max(1, warmup);
        }
        double left = Math.max(1, steps - warmup);
        return switch (name) {
            case "constant" -> 1;
            case "linear" -> Math.max(0, (steps - step) / left);
            case "cosine" -> Math.max(0, 0.5 * (1 + Math.cos(Math.PI * ((step - warmup) / left))));
            default -> throw new IllegalArgumentException("no schedule is named " + name);
        };
    }
}
