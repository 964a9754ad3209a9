package org.counterpoint.train.step;

import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.settings.TrainSettings;

/** One AdamW update whose gradients, all together, have at most a certain norm. */
public final class ClippedUpdate {
    /** As in PyTorch's clip_grad_norm_, so that the same norm gives the same scale. */
    private static final double CLIP_EPSILON = 1e-6;

    private ClippedUpdate() {}

    /**
     * Uses and clears the gradients. Where their norm is no number, nothing is learnt and they stay.
     *
     * @param ranks which all hold the same gradients, and take rank 0's norm: threads change its rounding
     * @return the norm, before clipping
     */
    public static double take(TrainableModel model, TrainSettings.Optimizer optimizer, double rate, Ranks ranks) {
        double norm = ranks.leading(model.gradientNorm());
        if (Double.isFinite(norm)) {
            model.step(optimizer.adamW(), rate, Math.min(1, optimizer.clipNorm() / (norm + CLIP_EPSILON)));
        }
        return norm;
    }
}
