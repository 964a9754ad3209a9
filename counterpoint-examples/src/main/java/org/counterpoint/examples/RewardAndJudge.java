package org.counterpoint.examples;

import java.nio.file.Path;
import org.counterpoint.api.TextJudge;
import org.counterpoint.api.TextReward;
import org.counterpoint.api.Trainer;

/** A reward model from the same groups, and a judge made of it: {@code RewardAndJudge MODEL OUT}. */
public final class RewardAndJudge {
    private RewardAndJudge() {}

    public static void main(String[] args) throws InterruptedException {
        String question = "Name a colour of the sky.";
        Trainer.Trained trained = Trainer.reward(Path.of(args[0]))
                .groups(PairsFromLists.groups())
                .set("steps", 20)
                .set("learning_rate", 1e-3)
                .run(Path.of(args[1]));
        try (TextReward reward = TextReward.open(trained.model())) {
            System.out.printf("%.3f for an answer%n", reward.score(question, "Blue, on a clear day."));
            System.out.printf("%.3f for half of one%n", reward.score(question, "The sky"));
        }
        try (TextJudge judge = TextJudge.scoring(trained.model())) {
            System.out.println("better: " + judge.choose(question, "Blue, on a clear day.", "The sky"));
        }
    }
}
