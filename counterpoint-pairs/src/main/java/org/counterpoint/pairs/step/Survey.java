package org.counterpoint.pairs.step;

import org.counterpoint.data.ResponseGroup;

/**
 * What can be decided only after every group was seen. Used by one thread, in the order of the groups; what it keeps of
 * each must be small.
 */
public interface Survey {
    void see(ResponseGroup group);

    /** The step that follows from all that was seen; called once, after the last group. */
    GroupStep conclude();
}
