package org.counterpoint.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.GatheredPair;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.forms.TrainingRows;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.pairs.DifficultyJob;
import org.counterpoint.pairs.DifficultyWork;
import org.counterpoint.pairs.ScoresBeside;
import org.counterpoint.pairs.core.step.CountingSink;
import org.counterpoint.pairs.core.verdict.VerdictTable;
import org.counterpoint.pairs.local.VerdictFiles;
import org.jspecify.annotations.Nullable;

/**
 * The job {@code difficulty} on Spark, to the bytes of the local one. Groups are scored where they stand; pairs are first
 * brought together by their prompts. Verdicts are read by the driver, and so are scores of models, in the groups' order.
 */
final class DifficultyOnSpark {
    private final JavaSparkContext spark;
    private final DifficultySettings settings;
    private final Progress progress;
    private final Broadcast<SerializableConfiguration> hadoop;

    DifficultyOnSpark(JavaSparkContext spark, DifficultySettings settings, Progress progress) {
        this.spark = spark;
        this.settings = settings;
        this.progress = progress;
        this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    /**
     * Runs to the end or leaves nothing.
     *
     * @throws org.counterpoint.data.InputException where a file or the output cannot be used, or a file scores no pair
     * @throws org.counterpoint.console.FailedWork where the cluster failed
     */
    DifficultyJob.Summary run() {
        return ClusterOutput.filled(
                () -> settings.output(hadoop.value().value(), SparkMaster.isHere(spark.master())), this::write);
    }

    private DifficultyJob.Summary write(ClusterOutput out) throws IOException {
        CountingLedger ledger = CountingLedger.discarding();
        Path ofVerdicts = out.folder().resolve(PairFiles.LEDGER);
        DifficultyWork work = new DifficultyWork(settings.choices(), verdicts(ofVerdicts, ledger));
        CountingSink sink = new CountingSink(ledger);
        work.hold(sink);
        Work scoring = new Work(work, out, sink, ledger, new ArrayList<>());
        RowAccount rows;
        try (ScoresBeside scores = new ScoresBeside(settings.choices())) {
            List<InputPart> parts = InputPlan.of(
                    List.of(new AnswerInput(null, settings.data())),
                    Math.max(settings.partitions(), spark.defaultParallelism()),
                    spark.hadoopConfiguration());
            RowSource<InputPart> source = RowSource.of(spark, parts, hadoop);
            TrainingRows.Kind kind = kind(parts, source.opening());
            rows = kind == TrainingRows.Kind.PAIRS
                    ? gathered(source, scores, scoring)
                    : standing(source, kind, scores, scoring);
        }
        List<String> ledgers = new ArrayList<>();
        if (Files.size(ofVerdicts) > 0) {
            ledgers.add(out.share(ofVerdicts));
        }
        Files.deleteIfExists(ofVerdicts);
        ledgers.addAll(scoring.ledgers());
        out.gather(PairFiles.LEDGER, ledgers);
        TrainingRows.requireUsed(rows, settings.data(), TrainingData.Use.PREFERENCES);
        return DifficultyJob.summary(work, sink, ledger, settings.data());
    }

    /**
     * What goes through all of it.
     *
     * @param ledgers those of the tasks, in order
     */
    private record Work(
            DifficultyWork each, ClusterOutput out, CountingSink sink, CountingLedger ledger, List<String> ledgers) {}

    /** Their ledger is the output's until there is more of it, so that it is kept where nothing comes of the work. */
    private VerdictTable verdicts(Path file, CountingLedger ledger) {
        try (LedgerFile kept = new LedgerFile(file)) {
            CountingLedger counted = new CountingLedger(kept);
            VerdictTable table = VerdictFiles.read(settings.choices().verdicts(), counted, progress);
            ledger.count(counted.byKind());
            return table;
        }
    }

    /** Of what kind the rows are, as the first one says that tells; null where none does. */
    private static TrainingRows.@Nullable Kind kind(List<InputPart> parts, Opening<InputPart> opening)
            throws IOException {
        for (InputPart part : parts) {
            try (OpenPart open = opening.open(List.of(part).iterator(), 1)) {
                TrainingRows rows = TrainingRows.ofPart(open.rows(), TrainingData.Use.PREFERENCES, null, entry -> {});
                while (rows.kind() == null && rows.next() != null) {
                    continue;
                }
                if (rows.kind() != null) {
                    return rows.kind();
                }
            }
        }
        return null;
    }

    private RowAccount standing(
            RowSource<InputPart> source, TrainingRows.@Nullable Kind kind, ScoresBeside scores, Work scoring)
            throws IOException {
        List<GroupIds.Seen> seen = see(source.rdd(), new StandingGroups<>(source.opening(), null, kind), scoring.out());
        progress.update(1, 2, "readings");
        Lines lines =
                Lines.of(source.names(), seen.stream().map(GroupIds.Seen::lines).toList());
        List<DifficultyTask.Scored> scored = score(
                source.rdd(),
                new StandingGroups<>(source.opening(), lines, kind),
                beside(seen, scores, scoring.out()),
                scoring);
        take(scored, scoring);
        return scored.stream().map(DifficultyTask.Scored::rows).reduce(RowAccount.NONE, RowAccount::plus);
    }

    private RowAccount gathered(RowSource<InputPart> source, ScoresBeside scores, Work scoring) throws IOException {
        PromptJoin<InputPart, GatheredPair> join = new PromptJoin<>(
                spark,
                source,
                new PairedRows(),
                new OutputLayout(false, settings.partitions()).stretches(source.parts(), spark.defaultParallelism()),
                hadoop);
        PromptJoin.Read read = join.read();
        progress.update(1, 2, "readings");
        CollectionAccumulator<ReadLedger> readLedgers = spark.sc().collectionAccumulator("ledgers");
        JavaPairRDD<Long, byte[]> routed = join.route(read, scoring.out().work(), readLedgers);
        GatheredGroups groups = new GatheredGroups();
        List<String> beside = settings.choices().ofModels()
                ? beside(see(routed, groups, scoring.out()), scores, scoring.out())
                : List.of();
        List<DifficultyTask.Scored> scored = score(routed, groups, beside, scoring);
        ReadLedger.inOrder(readLedgers.value()).forEach(kept -> {
            scoring.ledgers().add(kept.folder() + "/" + PairFiles.LEDGER);
            scoring.ledger().count(kept.setAside());
        });
        take(scored, scoring);
        return read.accounts().values().stream().map(PartAccount::rows).reduce(RowAccount.NONE, RowAccount::plus);
    }

    private <T> List<GroupIds.Seen> see(JavaRDDLike<T, ?> parts, GroupSource<T> groups, ClusterOutput out) {
        GroupIds<T> ids = new GroupIds<>(groups, out.work(), hadoop);
        return parts.mapPartitionsWithIndex(ids::see, false).collect();
    }

    private List<String> beside(List<GroupIds.Seen> seen, ScoresBeside scores, ClusterOutput out) throws IOException {
        return settings.choices().ofModels()
                ? BesideFiles.write(
                        seen.stream().map(GroupIds.Seen::file).toList(),
                        scores,
                        out,
                        hadoop.value().value())
                : List.of();
    }

    private <T> List<DifficultyTask.Scored> score(
            JavaRDDLike<T, ?> parts, GroupSource<T> groups, List<String> beside, Work scoring) {
        DifficultyTask<T> task = new DifficultyTask<>(
                groups,
                scoring.each(),
                beside,
                settings.out().parquet(),
                scoring.out().work(),
                hadoop);
        List<DifficultyTask.Scored> scored =
                parts.mapPartitionsWithIndex(task::run, false).collect();
        progress.update(2, 2, "readings");
        return scored;
    }

    private void take(List<DifficultyTask.Scored> scored, Work scoring) throws IOException {
        List<String> folders =
                scored.stream().map(DifficultyTask.Scored::folder).toList();
        for (String folder : folders) {
            TaskSummary.merge(folder, hadoop.value().value(), scoring.sink(), scoring.ledger());
        }
        scoring.ledgers().addAll(TaskFolder.in(folders, PairFiles.LEDGER));
        scoring.out()
                .gather(
                        folders,
                        PairFiles.GROUPS,
                        settings.out().parquet(),
                        hadoop.value().value());
    }
}
