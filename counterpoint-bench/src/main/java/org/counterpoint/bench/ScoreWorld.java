package org.counterpoint.bench;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;

/** How the score of one instruction comes about, given the true win rate. */
enum ScoreWorld {
    WINS_AND_LOSSES("wins and losses only") {
        @Override
        double[] scores(int n, double rate, UniformRandomProvider random) {
            return withTies(n, rate, 0, random);
        }
    },
    TIES("a fifth of the instructions tied, or as many as the rate allows") {
        @Override
        double[] scores(int n, double rate, UniformRandomProvider random) {
            return withTies(n, rate, Math.min(0.2, Math.min(rate, 1 - rate)), random);
        }
    },
    WEIGHTED("weighted preferences, most of them near 0 or 1 (beta, with parameters that sum to 0.6)") {
        @Override
        double[] scores(int n, double rate, UniformRandomProvider random) {
            SharedStateContinuousSampler wins = AhrensDieterMarsagliaTsangGammaSampler.of(random, 0.6 * rate, 1);
            SharedStateContinuousSampler losses =
                    AhrensDieterMarsagliaTsangGammaSampler.of(random, 0.6 * (1 - rate), 1);
            double[] scores = new double[n];
            for (int i = 0; i < n; i++) {
                double win = wins.sample();
                double sum = win + losses.sample();
                // Both can underflow to nothing: then neither side has any weight.
                scores[i] = sum == 0 ? (random.nextDouble() < rate ? 1 : 0) : win / sum;
            }
            return scores;
        }
    };

    private final String description;

    ScoreWorld(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    abstract double[] scores(int n, double rate, UniformRandomProvider random);

    private static double[] withTies(int n, double rate, double ties, UniformRandomProvider random) {
        double wins = rate - ties / 2;
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            double luck = random.nextDouble();
            scores[i] = luck < wins ? 1 : luck < wins + ties ? 0.5 : 0;
        }
        return scores;
    }
}
