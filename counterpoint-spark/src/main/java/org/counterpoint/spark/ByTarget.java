package org.counterpoint.spark;

import org.apache.spark.Partitioner;

/** Sends each chunk where its key says. */
final class ByTarget extends Partitioner {
    private final int targets;

    ByTarget(int targets) {
        this.targets = targets;
    }

    @Override
    public int numPartitions() {
        return targets;
    }

    @Override
    public int getPartition(Object key) {
        return Chunk.to((Long) key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByTarget that && that.targets == targets;
    }

    @Override
    public int hashCode() {
        return targets;
    }
}
