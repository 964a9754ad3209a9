package org.counterpoint.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.console.FailedWork;
import org.counterpoint.data.Answer;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerReader;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.pairs.GroupWork;
import org.counterpoint.pairs.PairConstruction;
import org.counterpoint.pairs.PairSetup;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;
import org.counterpoint.pairs.ReadAnswers;
import org.counterpoint.pairs.SummaryFile;
import org.counterpoint.pairs.core.step.CountingSink;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.Stage;
import org.counterpoint.pairs.core.step.SummaryKey;
import org.counterpoint.pairs.core.step.Survey;
import org.jspecify.annotations.Nullable;

/**
 * The job {@code pairs} on Spark, to the bytes of the local one. Tasks make stretches of the groups in the order of the
 * input, and their files and summaries are put together in that order.
 */
final class PairsOnSpark<T> {
    private final JavaSparkContext spark;
    private final AnswerSource<T> source;
    private final PairsSettings settings;
    private final Progress progress;
    private final Broadcast<SerializableConfiguration> hadoop;

    PairsOnSpark(JavaSparkContext spark, AnswerSource<T> source, PairsSettings settings, Progress progress) {
        this.spark = spark;
        this.source = source;
        this.settings = settings;
        this.progress = progress;
        this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    /**
     * Runs to the end or leaves nothing.
     *
     * @throws org.counterpoint.data.InputException where an input, the order or the output cannot be used
     * @throws FailedWork where the cluster failed
     */
    PairsSummary run(PairsJob.Supplement supplement) {
        return ClusterOutput.filled(
                () -> settings.output(hadoop.value().value(), SparkMaster.isHere(spark.master())), out -> {
                    PairsSummary summary = write(out);
                    SummaryFile.write(out.folder(), summary.toJson());
                    supplement.write(summary, out.folder());
                    return summary;
                });
    }

    private PairsSummary write(ClusterOutput out) throws IOException {
        try (Scratch scratch = Scratch.in(out.folder());
                PairSetup setup = new PairSetup(settings.choices(), out.folder(), progress)) {
            PromptJoin<T, Answer> join = join(setup);
            PromptJoin.Read read = join.read();
            progress.update(1, 3, "readings");
            ReadAnswers answers = read.accounts().values().stream()
                    .map(PartAccount::read)
                    .reduce(ReadAnswers.NONE, ReadAnswers::plus);
            CollectionAccumulator<ReadLedger> readLedgers = spark.sc().collectionAccumulator("ledgers");
            JavaPairRDD<Long, byte[]> routed = join.route(read, out.work(), readLedgers);
            PairConstruction construction;
            try {
                requireAnswers(read);
                construction = setup.place(answers.models(), scratch);
            } catch (InputException e) {
                routed.foreachPartition(chunks -> {}); // for the ledger, which says why
                out.gather(
                        PairFiles.LEDGER,
                        TaskFolder.in(
                                ReadLedger.inOrder(readLedgers.value()).stream()
                                        .map(ReadLedger::folder)
                                        .toList(),
                                PairFiles.LEDGER));
                throw e;
            }
            CountingLedger ledger = CountingLedger.discarding();
            CountingSink sink = new CountingSink(ledger);
            construction.hold(sink);
            Segments segments = new Segments(construction.stages(), sink);
            List<String> ledgers = new ArrayList<>();
            List<String> folders = List.of();
            for (Segment segment = segments.next(); segment != null; segment = segments.next()) {
                folders = run(segment, construction.work(), routed, out);
                if (segment.number() == 0) {
                    ReadLedger.inOrder(readLedgers.value()).forEach(kept -> {
                        ledgers.add(kept.folder());
                        ledger.count(kept.setAside());
                    });
                }
                for (String folder : folders) {
                    TaskSummary.merge(folder, hadoop.value().value(), sink, ledger);
                }
                ledgers.addAll(folders);
                segments.seen();
            }
            for (String file : PairFiles.OF_GROUPS) {
                out.gather(
                        folders,
                        file,
                        settings.layout().parquet(),
                        hadoop.value().value());
            }
            out.gather(PairFiles.LEDGER, TaskFolder.in(ledgers, PairFiles.LEDGER));
            progress.update(construction.groups(), construction.groups(), "groups");
            return construction.summary(answers, ledger, sink, out.folder());
        }
    }

    private PromptJoin<T, Answer> join(PairSetup setup) {
        return new PromptJoin<>(
                spark,
                source.rows(),
                new AnsweredRows(source.models(), setup.refusals(), setup.thoughts()),
                settings.layout().stretches(source.rows().parts(), spark.defaultParallelism()),
                hadoop);
    }

    private Map<Integer, RowAccount> rowsByInput(Map<Integer, PartAccount> byPart) {
        Map<Integer, RowAccount> inputs = new TreeMap<>();
        byPart.values()
                .forEach(
                        account -> inputs.merge(source.inputs().get(account.part()), account.rows(), RowAccount::plus));
        return inputs;
    }

    /** Each input must hold an answer, as the local command asks. */
    private void requireAnswers(PromptJoin.Read read) {
        Map<Integer, RowAccount> rows = rowsByInput(read.accounts());
        for (int input = 0; input < source.inputNames().size(); input++) {
            AnswerReader.requireAnswers(source.inputNames().get(input), rows.getOrDefault(input, RowAccount.NONE));
        }
    }

    private List<String> run(Segment segment, GroupWork work, JavaPairRDD<Long, byte[]> routed, ClusterOutput out) {
        GroupTask task = new GroupTask(work, segment, settings.layout().parquet(), out.work(), hadoop);
        List<String> folders = routed.mapPartitionsWithIndex(
                        (part, arrived) ->
                                Collections.singleton(task.run(part, arrived)).iterator(),
                        false)
                .collect();
        progress.update(2, 3, "readings");
        return folders;
    }

    /** The stages cut where all groups must have been seen; each survey is concluded before the next segment is asked for. */
    private static final class Segments {
        private final List<Stage> stages;
        private final CountingSink sink;
        private final List<GroupStep> before = new ArrayList<>();
        private final List<GroupStep> current = new ArrayList<>();
        private int next;
        private int number;
        private boolean ended;
        private @Nullable Conclusion conclusion;

        @FunctionalInterface
        private interface Conclusion {
            GroupStep of(CountingSink sink);
        }

        Segments(List<Stage> stages, CountingSink sink) {
            this.stages = stages;
            this.sink = sink;
        }

        @Nullable
        Segment next() {
            if (ended) {
                return null;
            }
            current.clear();
            if (conclusion != null) {
                current.add(conclusion.of(sink));
                conclusion = null;
            }
            while (next < stages.size()) {
                Stage stage = stages.get(next++);
                if (stage instanceof Stage.Each each) {
                    current.add(each.step());
                } else if (stage instanceof Stage.AfterAll after) {
                    return segment(part(after.survey().get()));
                }
            }
            ended = true;
            return segment(null);
        }

        private Segment segment(Segment.@Nullable SurveyPart<?> survey) {
            return new Segment(number++, List.copyOf(before), List.copyOf(current), survey);
        }

        private <S extends Survey<S>> Segment.SurveyPart<S> part(Survey<S> survey) {
            S empty = survey.part();
            SummaryKey<S> key = new SummaryKey<>("survey " + number, empty::part);
            sink.hold(key, survey.part());
            conclusion = whole -> whole.part(key).conclude();
            return new Segment.SurveyPart<>(key);
        }

        /** All groups have gone through the segment. */
        void seen() {
            before.addAll(current);
        }
    }
}
