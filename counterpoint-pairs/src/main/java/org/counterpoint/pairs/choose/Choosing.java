package org.counterpoint.pairs.choose;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.choose.ChooseSettings.Duplicates;
import org.counterpoint.pairs.choose.ChooseSettings.LengthControl;
import org.counterpoint.pairs.choose.ChooseSettings.Policy;
import org.counterpoint.pairs.core.step.Stage;

/** The settings as stages, in the order in which they make sense. */
public final class Choosing {
    private Choosing() {}

    /**
     * Prompts first, then answers, then pairs; what is counted is counted last, of what is left.
     *
     * @param scratch where duplicates are looked for
     * @throws org.counterpoint.data.InputException where a file that the settings name cannot be used
     */
    public static List<Stage> stages(ChooseSettings settings, Scratch scratch) {
        List<Stage> stages = new ArrayList<>();
        if (!settings.decontaminate().isEmpty()) {
            stages.add(new Stage.Each(Contamination.read(settings.decontaminate(), settings.ngram())
                    .step()));
        }
        if (settings.duplicates() != Duplicates.KEEP) {
            boolean near = settings.duplicates() == Duplicates.NEAR;
            stages.add(new Stage.AfterAll(() -> new DuplicatePrompts(near, settings.nearDuplicate(), scratch)));
        }
        Checks checks = new Checks(settings);
        stages.add(new Stage.Each(checks.answers()));
        stages.add(new Stage.Each(checks.pairs()));
        if (!settings.types().isEmpty()) {
            stages.add(new Stage.Each(Policies.types(settings.types())));
        }
        if (settings.policy() != Policy.ALL) {
            stages.add(new Stage.Each(Policies.of(settings.policy(), settings.seed())));
        }
        if (settings.length() == LengthControl.MATCH) {
            stages.add(new Stage.Each(Balance.matched(settings.lengthRatio())));
        } else if (settings.length() == LengthControl.BALANCE) {
            stages.add(new Stage.AfterAll(() -> Balance.lengths(settings.seed())));
        }
        if (settings.balanceTypes()) {
            stages.add(new Stage.AfterAll(() -> Balance.types(settings.seed())));
        }
        stages.add(new Stage.Each(Balance.report()));
        return stages;
    }
}
