package org.counterpoint.eval.figures;

import org.counterpoint.stats.Interval;
import org.jspecify.annotations.Nullable;

/**
 * What the win rate would be were both answers equally long, by AlpacaEval's model (Dubois et al., 2024):
 * {@code P(candidate wins) = sigmoid(a * tanh(d / sd(d)) + c * difficulty + b)}, d the baseline's length less the
 * candidate's in code points; the rate is the mean over instructions of the probability with the length term left out.
 *
 * @param winRate in [0, 1]
 * @param interval null where it was too much work
 * @param lengthWeight a: negative where the judge prefers longer answers
 * @param advantage b
 * @param difficultyWeight c; 1 where difficulty is estimated, NaN without
 * @param strength how the fit was held back: C of the L1 fit, or the ridge penalty of the instructions' effects
 * @param difficulty "none", "estimated" or "table"
 * @param withoutDifficulty how many rows are left out as the table does not tell their difficulty
 * @param method for those who read the number
 */
public record LengthControlled(
        double winRate,
        @Nullable Interval interval,
        double lengthWeight,
        double advantage,
        double difficultyWeight,
        double strength,
        String difficulty,
        int withoutDifficulty,
        String method) {}
