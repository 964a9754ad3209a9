package org.counterpoint.train.rollout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.counterpoint.train.policy.ScoreRules;
import org.counterpoint.train.ranks.RankShare;
import org.counterpoint.train.step.RowNumbers;
import org.jspecify.annotations.Nullable;

/**
 * The rewards of a run, which a score sums up.
 *
 * @param weights one a source
 * @param watched scored in evaluations, and not learnt from; null for none
 */
public record Rewards(
        List<RewardSource> sources,
        double[] weights,
        ScoreRules rules,
        @Nullable RewardSource watched) {
    public Rewards {
        sources = List.copyOf(sources);
    }

    /** @throws RewardException where a source has no score, or one that is no number */
    public List<List<ScoredRollout>> judge(List<List<Rollout>> groups, RankShare share) throws IOException {
        List<RewardSource.Answered> answered = answered(groups);
        List<List<double[]>> bySource = new ArrayList<>();
        for (RewardSource source : sources) {
            List<double[]> scores = scores(source, answered, share);
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

    /** The mean score of the source that is watched, where there is one. */
    OptionalDouble watch(List<List<Rollout>> groups, RankShare share) throws IOException {
        RewardSource source = watched;
        return source == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(scores(source, answered(groups), share).stream()
                        .mapToDouble(own -> own[0])
                        .average()
                        .orElse(Double.NaN));
    }

    private static List<RewardSource.Answered> answered(List<List<Rollout>> groups) {
        return groups.stream()
                .map(group -> new RewardSource.Answered(
                        group.get(0).prompt().id(),
                        group.get(0).prompt().prompt(),
                        group.stream().map(Rollout::text).toList()))
                .toList();
    }

    private static List<double[]> scores(RewardSource source, List<RewardSource.Answered> answered, RankShare share)
            throws IOException {
        if (!source.isShared()) {
            double[] all =
                    share.leading(() -> RowNumbers.flat(source.scores(answered).toArray(double[][]::new)));
            return List.of(RowNumbers.rows(all));
        }
        int[] sizes = answered.stream()
                .mapToInt(one -> one.texts().stream().mapToInt(String::length).sum())
                .toArray();
        return share.all(
                sizes,
                places -> source.scores(places.stream().map(answered::get).toList()));
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
