package org.counterpoint.pairs.step;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.counterpoint.data.ResponseGroup;
import org.jspecify.annotations.Nullable;

/** The groups that a step leaves. */
final class StepIterator implements Iterator<ResponseGroup> {
    private final Iterator<ResponseGroup> groups;
    private final GroupStep step;
    private final StepSink sink;
    private @Nullable ResponseGroup next;

    StepIterator(Iterator<ResponseGroup> groups, GroupStep step, StepSink sink) {
        this.groups = groups;
        this.step = step;
        this.sink = sink;
    }

    @Override
    public boolean hasNext() {
        while (next == null && groups.hasNext()) {
            next = step.apply(groups.next(), sink);
        }
        return next != null;
    }

    @Override
    public ResponseGroup next() {
        ResponseGroup group = hasNext() ? next : null;
        if (group == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return group;
    }
}
