package org.counterpoint.train.run;

import org.counterpoint.data.InputException;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.ranks.RankPlan;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.settings.TrainSettings.Reduce;

/** Which runs several processes can work on. */
final class RankLimits {
    private RankLimits() {}

    /** @throws InputException where there would be more of them than work, or the method is for one alone */
    static void check(RankPlan plan, TrainSettings settings) {
        int size = plan.size();
        boolean rollouts = settings.method().learns() == Method.Learns.ROLLOUTS;
        boolean exact = settings.together().reduce() == Reduce.EXACT;
        if (rollouts && (size > 1 || exact)) {
            throw new InputException(settings.method().name() + " learns from its own answers, which one process alone"
                    + " draws\n  leave --processes and reduce=exact out");
        }
        if (size > settings.extent().groupsPerStep()) {
            throw new InputException(size + " processes have nothing to share in a step of "
                    + settings.extent().groupsPerStep() + " groups\n  raise groups_per_step, or start fewer");
        }
        if (exact && size > settings.together().shards()) {
            throw new InputException(size + " processes are more than the "
                    + settings.together().shards() + " shards of a step\n  raise reduce.shards, or start fewer");
        }
    }
}
