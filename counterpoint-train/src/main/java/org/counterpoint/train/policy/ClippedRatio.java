package org.counterpoint.train.policy;

/**
 * PPO's clipped loss (arXiv 1707.06347, eq. 7) of one ratio rho = exp(logp - old), of a token or of a whole response:
 * {@code max(-A rho, -A clip(rho, 1 - e, 1 + e))}.
 *
 * @param loss before any mean
 * @param derivative d loss / d logp
 * @param ratio rho
 * @param clipped whether the clipped term is strictly the larger
 */
public record ClippedRatio(double loss, double derivative, double ratio, boolean clipped) {

    /** @param range e */
    public static ClippedRatio of(double logp, double old, double advantage, double range) {
        double ratio = Math.exp(logp - old);
        double free = -advantage * ratio;
        double held = -advantage * Math.max(1 - range, Math.min(1 + range, ratio));
        // Where the clipped term is the larger, the ratio is outside its range, and the loss is flat.
        return held > free ? new ClippedRatio(held, 0, ratio, true) : new ClippedRatio(free, free, ratio, false);
    }
}
