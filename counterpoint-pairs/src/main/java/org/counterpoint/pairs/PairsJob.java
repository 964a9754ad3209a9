package org.counterpoint.pairs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.pairs.choose.ChooseSettings;
import org.counterpoint.pairs.core.step.CountingSink;
import org.counterpoint.pairs.core.step.StepSink;
import org.counterpoint.pairs.local.Stages;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * Answer files and an order of their models to {@code groups.jsonl}, {@code pairs.jsonl}, {@code origins.jsonl}, {@code
 * ledger.jsonl} and {@code summary.json}, in memory that does not grow with the files.
 */
public final class PairsJob {
    /** The file that says of every response where it was read, a line a group in the groups' order. */
    public static final String ORIGINS = "origins.jsonl";

    private PairsJob() {}

    /**
     * @param answers at least one file
     * @param choices which pairs are made
     * @param out the folder to make
     * @param overwrite whether to replace files in {@code out} that are not this command's own
     */
    public record Settings(List<AnswerFile> answers, PairChoices choices, Path out, boolean overwrite) {
        /** @throws InputException where there is no file */
        public Settings {
            answers = List.copyOf(answers);
            if (answers.isEmpty()) {
                throw new InputException("No answers are given; give --answers FILE or MODEL=FILE, once a file.");
            }
        }

        /** A declared order, measured as by default. */
        public Settings(
                List<AnswerFile> answers, ModelOrder order, ChooseSettings choose, Path out, boolean overwrite) {
            this(
                    answers,
                    new PairChoices(new OrderSource.Declared(order), choose, MeasureSettings.DEFAULTS),
                    out,
                    overwrite);
        }

        /** Everything is used. */
        public Settings(List<AnswerFile> answers, ModelOrder order, Path out, boolean overwrite) {
            this(answers, order, ChooseSettings.DEFAULTS, out, overwrite);
        }

        /** What the output says of where it came from. */
        Provenance record() {
            return provenance(
                    answers.stream().map(AnswerFile::toString).collect(Collectors.joining(" ")), answers, choices);
        }
    }

    /**
     * What an output of these choices says of where it came from.
     *
     * @param answers all inputs in words
     * @param files those of them that are files of this machine
     */
    public static Provenance provenance(String answers, List<AnswerFile> files, PairChoices choices) {
        Map<String, String> all = new TreeMap<>();
        all.put("answers", answers);
        all.put("order", choices.order().toString());
        all.putAll(choices.measure().describe());
        if (!choices.choose().describe().isEmpty()) {
            all.put("choose", choices.choose().describe());
        }
        Provenance record = Provenance.of("pairs", all);
        for (AnswerFile file : files) {
            record = record.from("answers", file.model(), file.path());
        }
        if (choices.order() instanceof OrderSource.FromVerdicts verdicts) {
            record = record.from(PairChoices.ORDER_FROM, verdicts.files());
        }
        record = record.from(PairChoices.VERDICTS, choices.measure().verdicts());
        Path refusals = choices.choose().refusals();
        record = refusals == null ? record : record.from("choose.refusals", refusals);
        return record.from("choose.decontaminate", choices.choose().prompts().decontaminate());
    }

    /** Writes more files into the folder, from the summary. */
    @FunctionalInterface
    public interface Supplement {
        void write(PairsSummary summary, Path folder);
    }

    /** As {@link #run(Settings, Supplement, Progress)}, with nothing more in the folder. */
    public static PairsSummary run(Settings settings, Progress progress) {
        return run(settings, (summary, folder) -> {}, progress);
    }

    /**
     * Runs to the end or writes nothing.
     *
     * @throws InputException where a file, the order or the output cannot be used
     */
    public static PairsSummary run(Settings settings, Supplement supplement, Progress progress) {
        try (OutputFolder out = OutputFolder.claim(settings.out, settings.record(), settings.overwrite)) {
            PairsSummary summary;
            try {
                summary = write(settings, out.staging(), progress);
            } catch (InputException e) {
                throw out.withLedger(e);
            }
            SummaryFile.write(out.staging(), summary.toJson());
            supplement.write(summary, out.staging());
            out.commit();
            return summary;
        }
    }

    private record GroupMaker(AnswerPool pool, GroupWork work) implements Stages.Maker<AnswerPool.Together> {
        @Override
        public @Nullable ResponseGroup make(AnswerPool.Together raw, StepSink sink) {
            return work.make(pool.decode(raw), pool.firsts(raw), sink);
        }

        @Override
        public long weight(AnswerPool.Together raw) {
            return raw.answers().stream()
                    .mapToLong(answer -> answer.bytes().length)
                    .sum();
        }
    }

    private static PairsSummary write(Settings settings, Path folder, Progress progress) {
        try (Scratch scratch = Scratch.in(folder);
                LedgerFile file = new LedgerFile(folder.resolve("ledger.jsonl"));
                PairWriter out = new PairWriter(folder)) {
            CountingLedger ledger = new CountingLedger(file);
            CountingSink sink = new CountingSink(ledger);
            try (PairSetup setup = new PairSetup(settings.choices, folder, progress);
                    AnswerPool pool = new AnswerPool(scratch, setup.refusals(), setup.thoughts())) {
                pool.read(settings.answers, ledger, progress);
                PairConstruction construction = setup.place(pool.read().models(), scratch);
                construction.hold(sink);
                GroupWork work = construction.work();
                new Stages(scratch, sink)
                        .run(
                                pool.joined(),
                                new GroupMaker(pool, work),
                                construction.stages(),
                                (group, part) -> {
                                    work.count(group, part);
                                    return out.lines(group);
                                },
                                (group, lines) -> {
                                    out.write(lines);
                                    progress.update(construction.groups(), -1, "groups");
                                });
                return construction.summary(pool.read(), ledger, sink, folder);
            }
        }
    }
}
