package org.counterpoint.pairs.core.step;

import org.counterpoint.data.ResponseGroup;

/** What can be decided only after every group was seen. What it keeps of each must be small. */
public interface Survey<S extends Survey<S>> extends Summary<S> {
    /** An empty part of it, for other groups; called from several threads. */
    S part();

    void see(ResponseGroup group);

    /** The step that follows from all that was seen; called once, after the last group. */
    GroupStep conclude();
}
