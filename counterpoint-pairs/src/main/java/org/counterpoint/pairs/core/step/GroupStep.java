package org.counterpoint.pairs.core.step;

import java.io.Serializable;
import org.counterpoint.data.ResponseGroup;
import org.jspecify.annotations.Nullable;

/**
 * One thing done to a group: a pure function of the group and the step's settings, safe to call from several threads.
 * Whatever it takes away it puts into the sink, so that the counts add up.
 */
@FunctionalInterface
public interface GroupStep extends Serializable {
    /** What is left of the group; null where nothing is, all its answers being in the sink then. */
    @Nullable
    ResponseGroup apply(ResponseGroup group, StepSink sink);

    /** This step, then the other on what it leaves. */
    default GroupStep then(GroupStep next) {
        return (group, sink) -> {
            ResponseGroup left = apply(group, sink);
            return left == null ? null : next.apply(left, sink);
        };
    }
}
