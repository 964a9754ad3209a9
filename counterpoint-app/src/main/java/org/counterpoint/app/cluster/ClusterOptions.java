package org.counterpoint.app.cluster;

import java.util.Optional;
import org.counterpoint.console.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that may run on Spark. */
public final class ClusterOptions {
    private static final int MOST_PARTITIONS = 100_000;

    @Mixin
    MasterOption master = new MasterOption();

    @Option(
            names = "--parts",
            description =
                    "With --spark: leave each file as a folder of parts which, in the order of their names, are the"
                            + " file.")
    boolean parts;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "With --spark: into how many parts the work is cut; the result is the same for any number.")
    @Nullable
    Integer partitions;

    /**
     * Where the command runs; empty where it runs here.
     *
     * @throws UsageException where an option lacks its {@code --spark}, or a number is none
     */
    public Optional<ClusterPlace> place() {
        Optional<ClusterPlace> place = master.place();
        if (place.isEmpty() && (parts || partitions != null)) {
            throw new UsageException((parts ? "--parts" : "--partitions") + " needs --spark MASTER.");
        }
        if (partitions != null && (partitions < 1 || partitions > MOST_PARTITIONS)) {
            throw new UsageException(
                    "--partitions must be from 1 to " + MOST_PARTITIONS + " (it is " + partitions + ").");
        }
        return place.map(given -> new ClusterPlace(given.master(), partitions == null ? 0 : partitions));
    }

    /** What the command makes there. */
    public ClusterOut out(String location, boolean overwrite) {
        return out(location, overwrite, false);
    }

    /** The same with groups and pairs as tables. */
    public ClusterOut out(String location, boolean overwrite, boolean parquet) {
        return new ClusterOut(location, overwrite, parts, parquet);
    }
}
