package org.counterpoint.train.rollout;

import java.util.Arrays;
import java.util.List;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.source.EpochSteps;

/** The prompts of each step: a pure function of settings, data and step. */
public record PromptSteps(List<RolloutPrompt> prompts, EpochSteps steps) {

    public static PromptSteps of(TrainSettings settings, List<RolloutPrompt> prompts) {
        return new PromptSteps(prompts, new EpochSteps(settings.extent(), prompts.size(), epoch -> settings.extent()
                .order()
                .of(prompts.size(), settings.seed(), epoch)));
    }

    public List<RolloutPrompt> of(long step) {
        return Arrays.stream(steps.of(step)).mapToObj(prompts::get).toList();
    }
}
