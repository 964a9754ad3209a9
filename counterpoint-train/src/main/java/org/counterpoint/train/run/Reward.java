package org.counterpoint.train.run;

import java.nio.file.Path;
import org.counterpoint.train.rollout.RewardSource;

/** One of the rewards whose weighted sum a policy's own answers are scored by. */
public sealed interface Reward {

    /** What a score of it weighs in the sum. */
    double weight();

    /** A reward model's folder, which the run opens. */
    record Model(Path folder, double weight) implements Reward {}

    /** A source that whoever asks for the run has opened, and closes: a judge, a grader that computes. */
    record Source(RewardSource source, double weight) implements Reward {}
}
