package org.counterpoint.spark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.console.FailedWork;
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
import org.counterpoint.pairs.step.CountingSink;
import org.counterpoint.pairs.step.GroupStep;
import org.counterpoint.pairs.step.Stage;
import org.counterpoint.pairs.step.SummaryKey;
import org.counterpoint.pairs.step.Survey;
import org.jspecify.annotations.Nullable;

/**
 * The job {@code pairs} on Spark, to the bytes of the local one. The input is read twice: first only the keys of prompts
 * and ids travel, and come back as what stood first; then each answer goes once to the task that makes its group. Tasks
 * make stretches of the groups in the order of the input, and their files and summaries are put together in that order.
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
        try (ClusterOutput out = settings.output(hadoop.value().value(), SparkMaster.isHere(spark.master()))) {
            try {
                PairsSummary summary = write(out);
                SummaryFile.write(out.folder(), summary.toJson());
                supplement.write(summary, out.folder());
                out.commit();
                return summary;
            } catch (Exception e) { // Scala's checked ones too, of which Java is not told
                throw out.withLedger(SparkFailures.of(e));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PairsSummary write(ClusterOutput out) throws IOException {
        try (Scratch scratch = Scratch.in(out.folder());
                PairSetup setup = new PairSetup(settings.choices(), out.folder(), progress)) {
            Read read = read(setup);
            CollectionAccumulator<ReadLedger> readLedgers = spark.sc().collectionAccumulator("ledgers");
            JavaPairRDD<Long, byte[]> routed = route(read, out, readLedgers);
            PairConstruction construction;
            try {
                requireAnswers(read);
                construction = setup.place(read.answers.models(), scratch);
            } catch (InputException e) {
                routed.foreachPartition(chunks -> {}); // for the ledger, which says why
                out.gather(
                        PairFiles.LEDGER,
                        in(
                                byPart(readLedgers).values().stream()
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
                    byPart(readLedgers).forEach((part, kept) -> {
                        ledgers.add(kept.folder());
                        ledger.count(kept.setAside());
                    });
                }
                for (String folder : folders) {
                    merge(folder, sink, ledger);
                }
                ledgers.addAll(folders);
                segments.seen();
            }
            for (String file : PairFiles.OF_GROUPS) {
                out.gather(file, in(folders, file));
            }
            out.gather(PairFiles.LEDGER, in(ledgers, PairFiles.LEDGER));
            progress.update(construction.groups(), construction.groups(), "groups");
            return construction.summary(read.answers, ledger, sink, out.folder());
        }
    }

    private static List<String> in(List<String> folders, String file) {
        return folders.stream().map(folder -> folder + "/" + file).toList();
    }

    /**
     * What the first reading found.
     *
     * @param found by part, where the prompts of its answers stood first
     */
    private record Read(
            ReadAnswers answers,
            Map<Integer, RowAccount> rowsByInput,
            Lines lines,
            Ranges ranges,
            int targets,
            JavaPairRDD<Long, byte[]> found) {}

    private Read read(PairSetup setup) {
        int parts = source.parts();
        int targets = settings.partitions(parts, spark.defaultParallelism());
        CollectionAccumulator<PartAccount> accounts = spark.sc().collectionAccumulator("parts");
        AnswerKeys<T> keys = new AnswerKeys<>(
                source.opening(), source.models(), targets, setup.refusals(), setup.thoughts(), accounts);
        FirstPlaces places = new FirstPlaces(parts);
        JavaPairRDD<Long, byte[]> found = source.rdd()
                .mapPartitionsWithIndex(keys::read, false)
                .mapToPair(chunk -> chunk)
                .repartitionAndSortWithinPartitions(new ByTarget(targets))
                .mapPartitionsWithIndex(places::find, false)
                .mapToPair(chunk -> chunk)
                .repartitionAndSortWithinPartitions(new ByTarget(parts));
        List<Long> firsts = found.mapPartitionsWithIndex(
                        (part, chunks) -> Collections.singleton(Firsts.count(part, chunks))
                                .iterator(),
                        false)
                .collect();
        Map<Integer, PartAccount> byPart = new TreeMap<>();
        accounts.value().forEach(account -> byPart.putIfAbsent(account.part(), account));
        progress.update(1, 3, "readings");
        return new Read(
                byPart.values().stream().map(PartAccount::read).reduce(ReadAnswers.NONE, ReadAnswers::plus),
                rowsByInput(byPart),
                lines(byPart),
                new Ranges(firsts, answersByPart(byPart), targets),
                targets,
                found);
    }

    private List<Long> answersByPart(Map<Integer, PartAccount> byPart) {
        List<Long> answers = new ArrayList<>();
        for (int part = 0; part < source.parts(); part++) {
            PartAccount account = byPart.get(part);
            answers.add(account == null ? 0 : account.answers());
        }
        return answers;
    }

    /** Of each part the number of its first line: the parts of a file follow one another. */
    private Lines lines(Map<Integer, PartAccount> byPart) {
        List<Long> firsts = new ArrayList<>();
        String file = "";
        long line = 1;
        for (int part = 0; part < source.parts(); part++) {
            if (!source.names().get(part).equals(file)) {
                file = source.names().get(part);
                line = 1;
            }
            firsts.add(line);
            PartAccount account = byPart.get(part);
            line += account == null ? 0 : account.lines();
        }
        return new Lines(source.names(), firsts);
    }

    private Map<Integer, RowAccount> rowsByInput(Map<Integer, PartAccount> byPart) {
        Map<Integer, RowAccount> inputs = new TreeMap<>();
        byPart.values()
                .forEach(
                        account -> inputs.merge(source.inputs().get(account.part()), account.rows(), RowAccount::plus));
        return inputs;
    }

    /** Each input must hold an answer, as the local command asks. */
    private void requireAnswers(Read read) {
        for (int input = 0; input < source.inputNames().size(); input++) {
            AnswerReader.requireAnswers(
                    source.inputNames().get(input), read.rowsByInput.getOrDefault(input, RowAccount.NONE));
        }
    }

    private JavaPairRDD<Long, byte[]> route(Read read, ClusterOutput out, CollectionAccumulator<ReadLedger> ledgers) {
        AnswerRouting<T> routing = new AnswerRouting<>(
                source.opening(), source.models(), read.lines, read.ranges, read.targets, out.work(), hadoop, ledgers);
        return source.rdd()
                .zipPartitions(read.found, routing::route)
                .mapToPair(chunk -> chunk)
                .repartitionAndSortWithinPartitions(new ByTarget(read.targets));
    }

    private List<String> run(Segment segment, GroupWork work, JavaPairRDD<Long, byte[]> routed, ClusterOutput out) {
        GroupTask task = new GroupTask(work, segment, out.work(), hadoop);
        List<String> folders = routed.mapPartitionsWithIndex(
                        (part, arrived) ->
                                Collections.singleton(task.run(part, arrived)).iterator(),
                        false)
                .collect();
        progress.update(2, 3, "readings");
        return folders;
    }

    private static Map<Integer, ReadLedger> byPart(CollectionAccumulator<ReadLedger> ledgers) {
        Map<Integer, ReadLedger> byPart = new TreeMap<>();
        ledgers.value().forEach(ledger -> byPart.putIfAbsent(ledger.part(), ledger));
        return byPart;
    }

    private void merge(String folder, CountingSink sink, CountingLedger ledger) throws IOException {
        Path file = new Path(folder, PairFiles.SUMMARY);
        FileSystem files = file.getFileSystem(hadoop.value().value());
        try (InputStream in = new BufferedInputStream(files.open(file))) {
            TaskSummary summary = TaskSummary.read(in);
            summary.recording().replay(sink);
            ledger.count(summary.setAside());
        }
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
