package org.counterpoint.train.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/**
 * What to train.
 *
 * @param data groups or pairs; for sft also messages and Alpaca files; for methods that draw answers any prompts
 * @param out the run folder
 * @param overwrite whether to begin anew where {@code out} holds something
 * @param cache a folder in which runs of one process share tokens and reference scores; null for a cache of its own,
 *     which goes with the run's end
 * @param rewards of methods that draw answers
 */
public record TrainRequest(
        Roles roles,
        Path data,
        Path out,
        TrainSettings settings,
        boolean overwrite,
        @Nullable Path cache,
        List<Reward> rewards) {
    public TrainRequest {
        rewards = List.copyOf(rewards);
    }

    /** With a cache of its own. */
    public TrainRequest(Roles roles, Path data, Path out, TrainSettings settings, boolean overwrite) {
        this(roles, data, out, settings, overwrite, null, List.of());
    }

    /** The reward models that are learnt from. */
    List<Path> rewardModels() {
        return rewards.stream()
                .filter(Reward.Model.class::isInstance)
                .map(reward -> ((Reward.Model) reward).folder())
                .toList();
    }

    /** One that is not learnt from. */
    Optional<Path> watchedModel() {
        return Optional.ofNullable(settings.evaluation().rewardModel())
                .map(folder -> FinishedRun.model(Path.of(folder)));
    }

    /** The same, with rewards for the policy's own answers. */
    public TrainRequest withRewards(List<Reward> others) {
        return new TrainRequest(roles, data, out, settings, overwrite, cache, others);
    }
}
