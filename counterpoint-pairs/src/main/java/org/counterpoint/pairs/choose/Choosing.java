package org.counterpoint.pairs.choose;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.choose.PromptFilters.Duplicates;
import org.counterpoint.pairs.core.choose.Balance;
import org.counterpoint.pairs.core.choose.Checks;
import org.counterpoint.pairs.core.choose.PairSelection;
import org.counterpoint.pairs.core.choose.PairSelection.LengthControl;
import org.counterpoint.pairs.core.choose.PairSelection.Policy;
import org.counterpoint.pairs.core.choose.Policies;
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
        PromptFilters prompts = settings.prompts();
        PairSelection pairs = settings.pairs();
        List<Stage> stages = new ArrayList<>();
        if (!prompts.decontaminate().isEmpty()) {
            stages.add(new Stage.Each(
                    Contamination.read(prompts.decontaminate(), prompts.ngram()).step()));
        }
        if (prompts.duplicates() != Duplicates.KEEP) {
            boolean near = prompts.duplicates() == Duplicates.NEAR;
            stages.add(new Stage.AfterAll(() -> new DuplicatePrompts(near, prompts.nearDuplicate(), scratch)));
        }
        Checks checks = new Checks(settings.answers(), settings.refusalList());
        stages.add(new Stage.Each(checks.answers()));
        stages.add(new Stage.Each(checks.pairs()));
        if (!pairs.types().isEmpty()) {
            stages.add(new Stage.Each(Policies.types(pairs.types())));
        }
        if (pairs.policy() != Policy.ALL) {
            stages.add(new Stage.Each(Policies.of(pairs.policy(), settings.seed())));
        }
        if (pairs.length() == LengthControl.MATCH) {
            stages.add(new Stage.Each(Balance.matched(pairs.lengthRatio())));
        } else if (pairs.length() == LengthControl.BALANCE) {
            stages.add(new Stage.AfterAll(() -> Balance.lengths(settings.seed())));
        }
        if (pairs.balanceTypes()) {
            stages.add(new Stage.AfterAll(() -> Balance.types(settings.seed())));
        }
        stages.add(new Stage.Each(Balance.report()));
        return stages;
    }
}
