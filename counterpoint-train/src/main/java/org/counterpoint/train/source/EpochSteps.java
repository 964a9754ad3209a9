package org.counterpoint.train.source;

import java.util.Arrays;
import java.util.function.LongFunction;
import org.counterpoint.train.settings.TrainSettings;

/** Cuts items into steps, epoch after epoch, each in an order of its own. Keeps the current epoch's order only. */
public final class EpochSteps {
    private final int perStep;
    private final long perEpoch;
    private final int items;
    private final long steps;
    private final LongFunction<int[]> order;
    private long orderOf = -1;
    private int[] current = {};

    /** @param order of an epoch's items: a pure function */
    public EpochSteps(TrainSettings.Extent extent, int items, LongFunction<int[]> order) {
        this.perStep = extent.groupsPerStep();
        this.items = items;
        this.perEpoch = (items + perStep - 1L) / perStep;
        Long given = extent.steps();
        this.steps = given == null ? Math.multiplyExact(extent.epochs(), perEpoch) : given;
        this.order = order;
    }

    /** K: the steps of the whole run. */
    public long steps() {
        return steps;
    }

    /** The epoch in which a step lies, from 0. */
    public long epoch(long step) {
        return step / perEpoch;
    }

    /** How many epochs are done after this many steps. */
    public double epochsDone(long stepsDone) {
        return (double) stepsDone / perEpoch;
    }

    /** How many items these steps have taken; the last step of an epoch may take fewer than others. */
    public long itemsDone(long stepsDone) {
        return stepsDone / perEpoch * items + Math.min(stepsDone % perEpoch * perStep, items);
    }

    /** The items of a step, from 0. */
    public int[] of(long step) {
        long epoch = epoch(step);
        if (epoch != orderOf) {
            current = order.apply(epoch);
            orderOf = epoch;
        }
        int from = (int) (step % perEpoch * perStep);
        return Arrays.copyOfRange(current, from, Math.min(from + perStep, current.length));
    }
}
