package org.counterpoint.train.rollout;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.train.policy.ScoreRules;

/**
 * The rewards of a run, which a score sums up.
 *
 * @param weights one a source
 */
public record Rewards(List<RewardSource> sources, double[] weights, ScoreRules rules) {
    public Rewards {
        sources = List.copyOf(sources);
    }

    /** @throws RewardException where a source has no score, or one that is no number */
    public List<List<ScoredRollout>> judge(List<List<Rollout>> groups) {
        List<RewardSource.Answered> answered = groups.stream()
                .map(group -> new RewardSource.Answered(
                        group.get(0).prompt().id(),
                        group.get(0).prompt().prompt(),
                        group.stream().map(Rollout::text).toList()))
                .toList();
        List<List<double[]>> bySource = new ArrayList<>();
        for (RewardSource source : sources) {
            List<double[]> scores = source.scores(answered);
            requireFinite(source, scores, answered);
            bySource.add(scores);
        }
        List<List<ScoredRollout>> judged = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<ScoredRollout> group = new ArrayList<>();
            for (int i = 0; i < groups.get(g).size(); i++) {
                group.add(judged(groups.get(g).get(i), g, i, bySource));
            }
            judged.add(List.copyOf(group));
        }
        return judged;
    }

    private ScoredRollout judged(Rollout rollout, int group, int place, List<List<double[]>> bySource) {
        double[] rewards = new double[weights.length];
        double sum = 0;
        for (int r = 0; r < rewards.length; r++) {
            rewards[r] = bySource.get(r).get(group)[place];
            sum += weights[r] * rewards[r];
        }
        double score = rules.score(sum, rollout.tokens());
        return new ScoredRollout(rollout, rewards, score, rules.learnt(score, rollout.cutOff()));
    }

    private static void requireFinite(
            RewardSource source, List<double[]> scores, List<RewardSource.Answered> answered) {
        for (int g = 0; g < scores.size(); g++) {
            for (double score : scores.get(g)) {
                if (!Double.isFinite(score)) {
                    throw new RewardException("the score of " + source.name() + " for an answer to "
                            + answered.get(g).id() + " is " + score + ", which is nothing to learn from");
                }
            }
        }
    }
}
