package org.counterpoint.train.rollout;

import org.counterpoint.train.policy.ClippedValue;
import org.counterpoint.train.policy.PolicyLoss;

/** What one update's losses came to, before the update. */
final class UpdateTally {
    private double policyLoss;
    private double approximateKl;
    private double clipped;
    private double ratios;
    private long ratioCount;
    private long tokens;
    private double valueLoss;
    private double valueClipped;
    private long values;

    /** @param ratios how many ratios the loss has: one a token, or one in all */
    void add(PolicyLoss loss, PolicyLoss.Response response, int ratios) {
        policyLoss += loss.loss();
        clipped += loss.clipped();
        this.ratios += loss.ratios();
        ratioCount += ratios;
        for (int t = 0; t < response.logps().length; t++) {
            double moved = response.logps()[t] - response.old()[t];
            approximateKl += moved * moved / 2;
            tokens++;
        }
    }

    /** @param weight of each value in the mini-batch's mean */
    void add(ClippedValue value, double weight) {
        valueLoss += weight * value.loss();
        valueClipped += value.clipped() ? 1 : 0;
        values++;
    }

    double policyLoss() {
        return policyLoss;
    }

    /** Without the value model's weight. */
    double valueLoss() {
        return valueLoss;
    }

    double approximateKl() {
        return approximateKl / tokens;
    }

    double clipFraction() {
        return clipped / ratioCount;
    }

    double ratio() {
        return ratios / ratioCount;
    }

    double valueClipFraction() {
        return valueClipped / values;
    }
}
