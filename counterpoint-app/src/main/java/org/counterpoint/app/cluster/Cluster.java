package org.counterpoint.app.cluster;

import java.util.List;
import java.util.ServiceLoader;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.Progress;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;

/**
 * Does the work of commands on many machines, to the same bytes. The implementation is a room of its own, found where it is on
 * the class path: most people have no use for it, and it brings a lot along.
 */
public interface Cluster {
    /** The one that is there. */
    static Cluster find() {
        return ServiceLoader.load(Cluster.class)
                .findFirst()
                .orElseThrow(
                        () -> new UsageException("--spark needs the archive of Counterpoint that has Spark in it; this"
                                + " one has not.\nMake it with mvn package -Pspark -Dmaven.test.skip (docs/spark.md), or leave"
                                + " --spark out: the command does the same on this machine."));
    }

    /**
     * {@code pairs}.
     *
     * @param answers {@code FILE} or {@code MODEL=FILE}, also URIs
     * @param out a folder, also a URI
     * @param more writes further files into the folder
     */
    PairsSummary pairs(
            ClusterPlace place,
            List<String> answers,
            PairChoices choices,
            ClusterOut out,
            PairsJob.Supplement more,
            Progress progress);
}
