package org.counterpoint.pairs.choose;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.pairs.step.Stage;

/** The settings as stages, in the order in which they make sense. */
public final class Choosing {
    private Choosing() {}

    /** Prompts first, then answers, then pairs. */
    public static List<Stage> stages(ChooseSettings settings) {
        List<Stage> stages = new ArrayList<>();
        if (!settings.types().isEmpty()) {
            stages.add(new Stage.Each(Policies.types(settings.types())));
        }
        if (settings.policy() != ChooseSettings.Policy.ALL) {
            stages.add(new Stage.Each(Policies.of(settings.policy(), settings.seed())));
        }
        return stages;
    }
}
