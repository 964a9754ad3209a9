package org.counterpoint.app.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.LongConsumer;
import org.counterpoint.answer.generate.GenerateSettings;
import org.counterpoint.answer.generate.GenerateSummary;
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

    /**
     * {@code split}.
     *
     * @param data a path of this machine, or a URI
     */
    SplitSummary split(ClusterPlace place, String data, SplitChoices choices, ClusterOut out);

    /**
     * {@code difficulty}.
     *
     * @param data groups or pairs: a path of this machine, or a URI
     */
    DifficultyJob.Summary difficulty(
            ClusterPlace place, String data, DifficultyChoices choices, ClusterOut out, Progress progress);

    /**
     * The verdicts that {@code order} estimates from.
     *
     * @param files paths of this machine, or URIs
     * @param ledger takes the rows without one
     */
    VerdictTable verdicts(ClusterPlace place, List<String> files, Ledger ledger);

    /**
     * {@code score}: data are read and scores are written here, the model works there.
     *
     * @param base of an adapter; null for where the adapter says
     * @param done told how many groups are scored
     */
    ScoreResult score(
            ClusterPlace place, @Nullable Path base, BaseWeights weights, ScoreRequest request, LongConsumer done);

    /** {@code generate}: prompts are read and answers are written here, the model works there. */
    GenerateSummary generate(ClusterPlace place, GenerateSettings settings, Progress progress);
}
