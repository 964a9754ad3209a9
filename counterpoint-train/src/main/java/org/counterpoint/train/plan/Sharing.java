package org.counterpoint.train.plan;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.ranks.Dealing;
import org.counterpoint.train.settings.TrainSettings.Forward;

/**
 * Processes that share a run out.
 *
 * @param processes in all
 * @param here those of them that share this machine's memory and cores
 * @param place which of those this process is, from 0
 */
public record Sharing(int processes, int here, int place) {
    public static final Sharing ALONE = new Sharing(1, 1, 0);

    /** The steps as one process computes them, of each step the part that is largest. */
    StepSample part(StepSample whole, Forward forward) {
        if (processes == 1) {
            return whole;
        }
        List<List<PreparedGroup>> steps = new ArrayList<>();
        for (List<PreparedGroup> step : whole.steps()) {
            List<PreparedGroup> largest = List.of();
            for (List<Integer> places : Dealing.balanced(step, group -> positions(group, forward), processes)) {
                List<PreparedGroup> part = places.stream().map(step::get).toList();
                largest = positions(part, forward) > positions(largest, forward) ? part : largest;
            }
            steps.add(largest);
        }
        return new StepSample(steps, whole.stepCount(), (whole.groupCount() + processes - 1) / processes);
    }

    private static int positions(List<PreparedGroup> groups, Forward forward) {
        return groups.stream().mapToInt(group -> positions(group, forward)).sum();
    }

    private static int positions(PreparedGroup group, Forward forward) {
        return new TokenBatch(List.of(group.sequences()), forward == Forward.SHARED_PREFIX).positions();
    }
}
