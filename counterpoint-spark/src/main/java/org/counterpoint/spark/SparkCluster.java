package org.counterpoint.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.answer.generate.GenerateSummary;
import org.counterpoint.app.cluster.Cluster;
import org.counterpoint.app.cluster.ClusterOut;
import org.counterpoint.app.cluster.ClusterPlace;
import org.counterpoint.console.UsageException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.pairs.DifficultyChoices;
import org.counterpoint.pairs.DifficultyJob;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.pairs.SplitChoices;
import org.counterpoint.pairs.SplitSummary;
import org.counterpoint.pairs.core.verdict.VerdictTable;
import org.counterpoint.train.score.ScoreRequest;
import org.counterpoint.train.score.ScoreResult;
import org.jspecify.annotations.Nullable;

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
                new OutputLayout(out.parts(), place.partitions(), out.parquet()));
        return SparkMaster.with(
                place.master(), "pairs", spark -> CounterpointSpark.pairs(spark, settings, more, progress));
    }

    @Override
    public SplitSummary split(ClusterPlace place, String data, SplitChoices choices, ClusterOut out) {
        requireSpark();
        SplitSettings settings = new SplitSettings(data, choices, out.location(), out.overwrite(), out.parts());
        return SparkMaster.with(place.master(), "split", spark -> new SplitOnSpark(spark, settings).run());
    }

    @Override
    public DifficultyJob.Summary difficulty(
            ClusterPlace place, String data, DifficultyChoices choices, ClusterOut out, Progress progress) {
        requireSpark();
        DifficultySettings settings = new DifficultySettings(data, choices, out, place.partitions());
        return SparkMaster.with(
                place.master(), "difficulty", spark -> new DifficultyOnSpark(spark, settings, progress).run());
    }

    @Override
    public VerdictTable verdicts(ClusterPlace place, List<String> files, Ledger ledger) {
        requireSpark();
        return SparkMaster.with(place.master(), "order", spark -> new OrderOnSpark(spark, files).run(ledger));
    }

    @Override
    public ScoreResult score(
            ClusterPlace place, @Nullable Path base, BaseWeights weights, ScoreRequest request, LongConsumer done) {
        requireSpark();
        return SparkMaster.with(
                place.master(), "score", spark -> new ScoreOnSpark(spark, request.model(), base, weights, request)
                        .run(request, done));
    }

    @Override
    public GenerateSummary generate(ClusterPlace place, GenerateSettings settings, Progress progress) {
        requireSpark();
        return SparkMaster.with(
                place.master(), "generate", spark -> new GenerateOnSpark(spark, settings).run(settings, progress));
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
