package org.counterpoint.spark;

/**
 * How an output lies on the disk.
 *
 * @param parts whether each file is left as a folder of parts which, put together in the order of their names, are the file
 * @param partitions into how many stretches the groups are cut; 0 for as many as the input or the cores suggest
 * @param parquet whether groups and pairs are tables, which are left in parts in any case
 */
public record OutputLayout(boolean parts, int partitions, boolean parquet) {
    /** Lines. */
    public OutputLayout(boolean parts, int partitions) {
        this(parts, partitions, false);
    }

    /** Whole files. */
    public static final OutputLayout WHOLE = new OutputLayout(false, 0);

    /** The stretches of what comes in so many parts. */
    int stretches(int parts, int cores) {
        return partitions > 0 ? partitions : Math.max(parts, cores);
    }
}
