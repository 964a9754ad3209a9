package org.counterpoint.spark;

import java.util.List;
import org.counterpoint.app.cluster.Cluster;
import org.counterpoint.app.cluster.ClusterOut;
import org.counterpoint.app.cluster.ClusterPlace;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.Progress;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;

/** The commands' work on Spark. Loaded by name where this room is on the class path. */
public final class SparkCluster implements Cluster {
    @Override
    public PairsSummary pairs(
            ClusterPlace place,
            List<String> answers,
            PairChoices choices,
            ClusterOut out,
            PairsJob.Supplement more,
            Progress progress) {
        requireSpark();
        PairsSettings settings = new PairsSettings(
                answers.stream().map(AnswerInput::parse).toList(),
                choices,
                out.location(),
                out.overwrite(),
                new OutputLayout(out.parts(), place.partitions()));
        return SparkMaster.with(
                place.master(), "pairs", spark -> CounterpointSpark.pairs(spark, settings, more, progress));
    }

    private static void requireSpark() {
        try {
            Class.forName("org.apache.spark.api.java.JavaSparkContext", false, SparkCluster.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UsageException("--spark needs Spark 4 on the class path, and it is not there.\nRun it with"
                    + " spark-submit, which brings it, or use the archive that has it in it: docs/spark.md says how.");
        }
    }
}
