package org.counterpoint.app.cluster;

import org.counterpoint.console.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --format}: in what a command on Spark writes groups and pairs. */
public final class TableOption {
    private static final String LINES = "jsonl";
    private static final String PARQUET = "parquet";

    @Option(
            names = "--format",
            paramLabel = "WHAT",
            description = "With --spark: groups and pairs as jsonl (the usual) or parquet, a folder of parts each.")
    @Nullable
    String format;

    /**
     * Whether they are tables.
     *
     * @param onCluster whether the command runs on Spark
     * @throws UsageException where there is no such form, or the command runs here
     */
    public boolean parquet(boolean onCluster) {
        if (format == null) {
            return false;
        }
        if (!format.equals(LINES) && !format.equals(PARQUET)) {
            throw new UsageException("--format must be jsonl or parquet (it is \"" + format + "\").");
        }
        if (format.equals(PARQUET) && !onCluster) {
            throw new UsageException("--format parquet needs --spark MASTER; on this machine 'export --format parquet'"
                    + " writes pairs as a table.");
        }
        return format.equals(PARQUET);
    }
}
