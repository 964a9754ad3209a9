package org.counterpoint.train.policy;

/**
 * The loss of one value (arXiv 2403.17031, section 4): {@code 1/2 max((V - R)^2, (clip(V, old - e, old + e) - R)^2)}.
 *
 * @param loss before any mean
 * @param derivative d loss / d V
 * @param clipped whether the clipped term is strictly the larger
 */
public record ClippedValue(double loss, double derivative, boolean clipped) {

    /**
     * @param old the value before the step's first update
     * @param target R
     * @param range e
     */
    public static ClippedValue of(double value, double old, double target, double range) {
        double held = Math.max(old - range, Math.min(old + range, value));
        double free = (value - target) * (value - target);
        double bound = (held - target) * (held - target);
        return bound > free ? new ClippedValue(bound / 2, 0, true) : new ClippedValue(free / 2, value - target, false);
    }
}
