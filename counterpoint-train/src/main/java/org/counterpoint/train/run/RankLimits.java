package org.counterpoint.train.run;

import org.counterpoint.data.InputException;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.ranks.RankPlan;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.settings.TrainSettings.Reduce;

/** Which runs several processes can work on. */
final class RankLimits {
    private RankLimits() {}

    /** @throws InputException where there would be more of them than work */
    static void check(RankPlan plan, TrainSettings settings) {
        int size = plan.size();
        boolean exact = settings.together().reduce() == Reduce.EXACT;
        if (size > settings.extent().groupsPerStep()) {
            String items = settings.method().learns() == Method.Learns.ROLLOUTS ? "prompts" : "groups";
            throw new InputException(size + " processes have nothing to share in a step of "
                    + settings.extent().groupsPerStep() + " " + items + "\n  raise " + items
                    + "_per_step, or start fewer");
        }
        if (exact && size > settings.together().shards()) {
            throw new InputException(size + " processes are more than the "
                    + settings.together().shards() + " shards of a step\n  raise reduce.shards, or start fewer");
        }
    }
}
