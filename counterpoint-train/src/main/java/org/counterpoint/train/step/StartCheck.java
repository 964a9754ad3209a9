package org.counterpoint.train.step;

import java.util.function.Consumer;
import org.counterpoint.train.TrainingException;

/**
 * Before the first update a policy equals a reference with the same weights, so every margin D is 0 but for rounding.
 *
 * @param tolerance the largest |D| allowed, relative to |logp_c| + |logp_r|
 */
public record StartCheck(double tolerance) implements Consumer<PairOutcome> {
    /** Of fp32. */
    public static final double FP32 = 1e-5;
    /** Of bf16-mixed: a shared prompt moved margins of SmolLM2-135M by up to 8e-4, another cut of the batches by nothing. */
    public static final double BF16 = 5e-3;

    @Override
    public void accept(PairOutcome pair) {
        double margin = pair.margin();
        double bound = tolerance * (Math.abs(pair.chosen()) + Math.abs(pair.rejected()));
        if (Math.abs(margin) > bound) {
            throw new TrainingException("before the first step the policy and the reference must agree, and do not: "
                    + pair.place() + " has the margin " + margin + ", at most " + bound + " is rounding\n"
                    + "  log-probabilities " + pair.chosen() + " and " + pair.rejected() + ", reference's "
                    + pair.referenceChosen() + " and " + pair.referenceRejected()
                    + "\n  delete the run's cache folder; if it happens again, the engine is at fault");
        }
    }
}
