package org.counterpoint.app.cluster;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --spark}: where a command's work runs. */
public final class MasterOption {
    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = "Do the work on Spark, such as local[*] or spark://host:7077; the result is the same. See"
                    + " docs/spark.md.")
    @Nullable
    String master;

    /** Where it runs; empty where it runs here. */
    public Optional<ClusterPlace> place() {
        return Optional.ofNullable(master).map(given -> new ClusterPlace(given, 0));
    }
}
