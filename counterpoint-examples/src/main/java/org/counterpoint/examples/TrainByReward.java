package org.counterpoint.examples;

import java.nio.file.Path;
import java.util.List;
import org.counterpoint.api.Trainer;

/** GRPO with a reward that the program computes: {@code TrainByReward MODEL OUT}. Answers that end early are better. */
public final class TrainByReward {
    private TrainByReward() {}

    public static void main(String[] args) {
        Trainer.Trained trained = Trainer.grpo(Path.of(args[0]))
                .prompts(List.of("Name a colour.", "Name a tree.", "Name a river.", "Name a city."))
                .reward("short", (question, answer) -> -answer.length() / 10.0)
                .set("prompts_per_step", 2)
                .set("max_new_tokens", 8)
                .set("steps", 2)
                .run(Path.of(args[1]));
        System.out.printf(
                "step %d of %d: scores %.3f%n",
                trained.steps(), trained.steps(), trained.metrics().get("objective/scores"));
        System.out.println("the model is in " + trained.model());
    }
}
