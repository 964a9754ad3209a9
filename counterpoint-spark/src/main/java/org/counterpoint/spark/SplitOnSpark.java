package org.counterpoint.spark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.forms.RawPromptReader;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.spill.SpillValues;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.pairs.ClusterDraw;
import org.counterpoint.pairs.HeldOut;
import org.counterpoint.pairs.SmallestHashes;
import org.counterpoint.pairs.SplitBy;
import org.counterpoint.pairs.SplitChoices;
import org.counterpoint.pairs.SplitJob;
import org.counterpoint.pairs.SplitSummary;
import org.counterpoint.pairs.SummaryFile;

/**
 * The job {@code split} on Spark, to the bytes of the local one: a part of the rows knows the smallest hashes in it, the
 * driver those of all; then each part is cut by itself. Clusters are looked for by the driver, to which all prompts come.
 */
final class SplitOnSpark {
    private static final List<String> FILES = List.of("train.jsonl", "held-out.jsonl", PairFiles.LEDGER);
    private static final String PROMPTS = "prompts";

    private final JavaSparkContext spark;
    private final SplitSettings settings;
    private final List<InputPart> parts;
    private final Broadcast<SerializableConfiguration> hadoop;

    SplitOnSpark(JavaSparkContext spark, SplitSettings settings) {
        this.spark = spark;
        this.settings = settings;
        this.parts = InputPlan.of(
                List.of(new AnswerInput(null, settings.data())),
                spark.defaultParallelism(),
                spark.hadoopConfiguration());
        this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    /**
     * Runs to the end or leaves nothing.
     *
     * @throws org.counterpoint.data.InputException where data or output cannot be used, or there are too few prompts
     * @throws org.counterpoint.console.FailedWork where the cluster failed
     */
    SplitSummary run() {
        return ClusterOutput.filled(
                () -> settings.output(hadoop.value().value(), SparkMaster.isHere(spark.master())), out -> {
                    SplitSummary summary = write(out);
                    SummaryFile.write(out.folder(), summary.toJson());
                    return summary;
                });
    }

    private SplitSummary write(ClusterOutput out) throws IOException {
        SplitChoices choices = settings.choices();
        JavaRDD<InputPart> rows = spark.parallelize(parts, parts.size());
        Looking looking = new Looking(new FileOpening(hadoop), choices, out.work(), hadoop);
        List<Looked> looked = rows.mapPartitionsWithIndex(looking::look, false).collect();
        looked.stream()
                .map(Looked::rows)
                .reduce(RowAccount.NONE, RowAccount::plus)
                .requirePrompts(settings.data());
        HeldOut heldOut = SplitJob.checked(draw(looked, out), settings.data(), choices);
        Lines lines = Lines.of(
                parts.stream().map(InputPart::name).toList(),
                looked.stream().map(Looked::lines).toList());
        Cutting cutting = new Cutting(new FileOpening(hadoop), heldOut, lines, out.work(), hadoop);
        List<Cut> cut = rows.mapPartitionsWithIndex(cutting::cut, false).collect();
        CountingLedger ledger = CountingLedger.discarding();
        cut.forEach(part -> ledger.count(part.setAside()));
        SplitSummary summary = SplitJob.summary(
                new SplitJob.Counts(
                        looked.stream().mapToLong(part -> part.rows().read()).sum(),
                        cut.stream().mapToLong(Cut::train).sum(),
                        cut.stream().mapToLong(Cut::held).sum()),
                heldOut,
                ledger,
                settings.data());
        for (String file : FILES) {
            out.gather(file, TaskFolder.in(cut.stream().map(Cut::folder).toList(), file));
        }
        return summary;
    }

    private HeldOut draw(List<Looked> looked, ClusterOutput out) throws IOException {
        SplitChoices choices = settings.choices();
        if (choices.by() == SplitBy.PROMPT) {
            SmallestHashes all = new SmallestHashes(choices.heldOut());
            looked.forEach(part -> all.addAll(part.smallest()));
            return SplitJob.heldOut(all, choices.seed());
        }
        try (Scratch scratch = Scratch.in(out.folder())) {
            ClusterDraw draw = new ClusterDraw(choices.nearDuplicate(), scratch);
            for (Looked part : looked) {
                Path file = new Path(part.folder(), PROMPTS);
                try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                        file.getFileSystem(hadoop.value().value()).open(file)))) {
                    while (BatchFiles.more(in)) {
                        draw.add(SpillValues.readPrompt(in));
                    }
                }
            }
            return draw.draw(choices.heldOut(), choices.seed());
        }
    }

    /** What a part held. */
    private record Looked(RowAccount rows, long lines, SmallestHashes smallest, String folder)
            implements Serializable {}

    private record Looking(
            FileOpening opening, SplitChoices choices, String work, Broadcast<SerializableConfiguration> hadoop)
            implements Serializable {
        Iterator<Looked> look(int part, Iterator<InputPart> content) {
            try (TaskFolder folder = TaskFolder.of(
                            work, PROMPTS + "-" + part, hadoop.value().value());
                    OpenPart open = opening.open(content, 1);
                    RawPromptReader reader = RawPromptReader.ofPart(open.rows(), entry -> {})) {
                SmallestHashes smallest = new SmallestHashes(choices.heldOut());
                try (DataOutputStream prompts = new DataOutputStream(new BufferedOutputStream(
                        Files.newOutputStream(folder.folder().resolve(PROMPTS))))) {
                    for (RawPromptReader.RawRow row = reader.next(); row != null; row = reader.next()) {
                        if (choices.by() == SplitBy.PROMPT) {
                            smallest.add(PromptIds.shuffled(choices.seed(), row.prompt()));
                        } else {
                            SpillValues.writePrompt(row.prompt(), prompts);
                        }
                    }
                }
                return Collections.singleton(
                                new Looked(reader.account(), open.lines().getAsLong(), smallest, folder.finish()))
                        .iterator();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What became of a part. */
    private record Cut(long train, long held, String folder, Map<LedgerEntry.Kind, Map<String, Long>> setAside)
            implements Serializable {}

    private record Cutting(
            FileOpening opening, HeldOut heldOut, Lines lines, String work, Broadcast<SerializableConfiguration> hadoop)
            implements Serializable {
        Iterator<Cut> cut(int part, Iterator<InputPart> content) {
            try (TaskFolder folder =
                            TaskFolder.of(work, "rows-" + part, hadoop.value().value());
                    OpenPart open = opening.open(content, lines.first(part))) {
                long[] rows = new long[2];
                CountingLedger ledger;
                try (LedgerFile file = new LedgerFile(folder.folder().resolve(PairFiles.LEDGER));
                        JsonLines train = new JsonLines(folder.folder().resolve("train.jsonl"));
                        JsonLines held = new JsonLines(folder.folder().resolve("held-out.jsonl"))) {
                    ledger = new CountingLedger(file);
                    try (RawPromptReader reader = RawPromptReader.ofPart(open.rows(), ledger)) {
                        for (RawPromptReader.RawRow row = reader.next(); row != null; row = reader.next()) {
                            boolean out = heldOut.contains().test(row.prompt());
                            rows[out ? 1 : 0]++;
                            (out ? held : train).write(row.json());
                        }
                    }
                }
                return Collections.singleton(new Cut(rows[0], rows[1], folder.finish(), ledger.byKind()))
                        .iterator();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
