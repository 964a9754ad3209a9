package org.counterpoint.pairs.step;

import org.counterpoint.data.ResponseGroup;

/**
 * What can be decided only after every group was seen. Used by one thread, in the order of the groups; what it keeps of
 * each must be small.
 */
public interface Survey {
    void see(ResponseGroup group);

    /**
     * What is worth doing in another thread, for a survey that has much to do: called for several groups at once, while
     * what it gives is run in the order of the groups.
     */
    default Runnable prepare(ResponseGroup group) {
        return () -> see(group);
    }

    /** The step that follows from all that was seen; called once, after the last group. */
    GroupStep conclude();
}
