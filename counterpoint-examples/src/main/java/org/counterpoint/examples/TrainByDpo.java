package org.counterpoint.examples;

import java.nio.file.Path;
import org.counterpoint.api.Trainer;

/** DPO on groups in memory: {@code TrainByDpo MODEL OUT}. The same call goes on where a killed one stopped. */
public final class TrainByDpo {
    private TrainByDpo() {}

    public static void main(String[] args) {
        Trainer.Trained trained = Trainer.dpo(Path.of(args[0]))
                .groups(PairsFromLists.groups())
                .set("learning_rate", 1e-4)
                .set("steps", 3)
                .set("curriculum.kind", "linear")
                .set("curriculum.from", "large>small")
                .set("curriculum.to", "large>middle")
                .onStep(step -> System.out.printf("step %d of %d: %.4f%n", step.number(), step.steps(), step.loss()))
                .run(Path.of(args[1]));
        System.out.println("the model is in " + trained.model());
    }
}
