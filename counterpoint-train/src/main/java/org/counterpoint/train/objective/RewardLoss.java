package org.counterpoint.train.objective;

import java.util.List;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.jspecify.annotations.Nullable;

/**
 * A reward model's loss of a pair (Bradley and Terry; arXiv 2203.02155 eq. 1), of two scores in place of log-probabilities:
 * {@code -log sigmoid(s_c - s_r - margin) + center * (s_c + s_r)^2}. The second term (arXiv 2312.09244 eq. 2) keeps
 * scores near 0; the margin is Llama 2's (arXiv 2307.09288 eq. 2).
 *
 * @param margin asked of every pair
 * @param marginScore the name of a pair's score that is its margin; null for none
 * @param center weight of the second term
 */
public record RewardLoss(double margin, @Nullable String marginScore, double center) implements PairObjective {
    /** The method's name. */
    public static final String NAME = "reward";

    private static final String NUMBER = "-?\\d{1,9}(\\.\\d{1,9})?";

    static final Method METHOD = new Method(
            NAME,
            false,
            Method.Learns.PAIRS,
            new Schema<>(
                    List.of(
                            Setting.real(
                                    "center",
                                    Range.atLeast(0),
                                    0.0,
                                    "weight of (s_c + s_r)^2, which keeps scores near 0"),
                            new Setting(
                                    "margin",
                                    new SettingType.Pattern(
                                            "(?s)\\S.*", "a number, or the name of a score in the pairs"),
                                    "0",
                                    "by how much s_c is to exceed s_r: a number, or the name of a score in the pairs")),
                    settings -> of(settings.text("margin"), settings.real("center"))));

    private static RewardLoss of(String margin, double center) {
        return margin.matches(NUMBER)
                ? new RewardLoss(Double.parseDouble(margin), null, center)
                : new RewardLoss(0, margin, center);
    }

    @Override
    public PairLoss loss(PairScores pair) {
        double x = pair.chosen() - pair.rejected() - margin - pair.demanded();
        double sum = pair.chosen() + pair.rejected();
        double slope = -Stable.sigmoid(-x);
        double pull = 2 * center * sum;
        return new PairLoss(-Stable.logSigmoid(x) + center * sum * sum, slope + pull, -slope + pull);
    }

    @Override
    public double reward(double score, double reference, int tokens) {
        return score;
    }

    @Override
    public boolean ofScores() {
        return true;
    }
}
