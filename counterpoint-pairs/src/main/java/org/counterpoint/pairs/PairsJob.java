package org.counterpoint.pairs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.counterpoint.data.Answer;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.AnswerStore;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.pairs.choose.ChooseSettings;
import org.counterpoint.pairs.choose.Choosing;
import org.counterpoint.pairs.choose.ThoughtRule;
import org.counterpoint.pairs.difficulty.DifficultyStep;
import org.counterpoint.pairs.join.JoinedPrompt;
import org.counterpoint.pairs.join.Joining;
import org.counterpoint.pairs.measure.Measuring;
import org.counterpoint.pairs.step.CountingSink;
import org.counterpoint.pairs.step.Stage;
import org.counterpoint.pairs.step.Stages;
import org.counterpoint.pairs.step.StepSink;
import org.counterpoint.pairs.step.SummaryKey;
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

        Provenance record() {
            Map<String, String> all = new TreeMap<>();
            all.put("answers", answers.stream().map(AnswerFile::toString).collect(Collectors.joining(" ")));
            all.put("order", choices.order().toString());
            all.putAll(choices.measure().describe());
            if (!choices.choose().describe().isEmpty()) {
                all.put("choose", choices.choose().describe());
            }
            Provenance record = Provenance.of("pairs", all);
            for (AnswerFile file : answers) {
                record = record.from("answers", file.model(), file.path());
            }
            if (choices.order() instanceof OrderSource.FromVerdicts verdicts) {
                record = record.from(PairChoices.ORDER_FROM, verdicts.files());
            }
            record = record.from(PairChoices.VERDICTS, choices.measure().verdicts());
            Path refusals = choices.choose().refusals();
            record = refusals == null ? record : record.from("choose.refusals", refusals);
            return record.from("choose.decontaminate", choices.choose().decontaminate());
        }
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

    private record GroupMaker(AnswerPool pool, GroupJoin join) implements Stages.Maker<AnswerPool.Together> {
        @Override
        public @Nullable ResponseGroup make(AnswerPool.Together raw, StepSink sink) {
            List<Answer> answers = new ArrayList<>(pool.decode(raw.answers()));
            for (int i = answers.size() - 1; i >= 0; i--) {
                AnswerStore.Kept first = raw.firsts().get(i);
                if (first != null) {
                    sink.add(mismatch(
                            answers.remove(i), pool.decode(List.of(first)).get(0)));
                }
            }
            if (answers.isEmpty()) {
                return null;
            }
            String id = GroupJoin.id(answers);
            sink.part(JOINING).add(JoinedPrompt.of(id, answers));
            ResponseGroup made = join.join(id, answers, sink);
            if (made != null) {
                sink.part(COUNTER).addMade(made.pairs());
            }
            return made;
        }

        private static LedgerEntry mismatch(Answer answer, Answer first) {
            return new LedgerEntry(
                    LedgerEntry.Kind.ANSWER,
                    answer.origin(),
                    answer.id(),
                    Reasons.ID_PROMPT_MISMATCH,
                    "the id stands with another prompt at " + first.origin());
        }

        @Override
        public long weight(AnswerPool.Together raw) {
            return raw.answers().stream()
                    .mapToLong(answer -> answer.bytes().length)
                    .sum();
        }
    }

    private static final SummaryKey<Joining> JOINING = new SummaryKey<>(Joining::part);
    private static final SummaryKey<PairsSummary.Counter> COUNTER =
            new SummaryKey<>(() -> new PairsSummary.Counter(List.of()));

    private static PairsSummary write(Settings settings, Path folder, Progress progress) {
        try (Scratch scratch = Scratch.in(folder);
                LedgerFile file = new LedgerFile(folder.resolve("ledger.jsonl"));
                PairWriter out = new PairWriter(folder)) {
            CountingLedger ledger = new CountingLedger(file);
            CountingSink sink = new CountingSink(ledger);
            ThoughtRule thoughts = settings.choices.choose().thoughtRule();
            try (AnswerPool pool =
                            new AnswerPool(scratch, settings.choices.choose().refusalList(), thoughts.thoughts());
                    Judging judging = Judging.read(settings.choices.measure(), folder, progress)) {
                pool.read(settings.answers, ledger, progress);
                PlacedOrder order = PlacedOrder.place(settings.choices.order(), pool.models(), judging.ledger());
                PairsSummary.Counter counter = new PairsSummary.Counter(order.types());
                Measuring measuring = new Measuring();
                SummaryKey<Measuring> measured = new SummaryKey<>(measuring::part);
                GroupJoin join = new GroupJoin(order.order(), thoughts);
                Joining joining = new Joining(order.expected(pool.models()), scratch);
                sink.hold(COUNTER, counter);
                sink.hold(measured, measuring);
                sink.hold(JOINING, joining);
                new Stages(scratch, sink)
                        .run(
                                pool.joined(),
                                new GroupMaker(pool, join),
                                stages(settings, order, judging, scratch),
                                (group, part) -> {
                                    PairLimit.check(group);
                                    part.part(COUNTER).add(group);
                                    part.part(measured).add(group);
                                    return out.lines(group);
                                },
                                (group, lines) -> {
                                    out.write(lines);
                                    progress.update(counter.groups(), -1, "groups");
                                });
                PairFindings findings = new PairFindings(
                        joining.result(folder),
                        settings.choices.order().toString(),
                        order.estimate(),
                        judging.result(sink),
                        measuring.result(),
                        counter.losses(pool, ledger));
                return counter.summary(pool, ledger, sink.noticed(), findings);
            }
        }
    }

    /** What verdicts say comes first, as choosing builds on it; scores come last, as only what is left needs them. */
    private static List<Stage> stages(Settings settings, PlacedOrder order, Judging judging, Scratch scratch) {
        List<Stage> stages = new ArrayList<>();
        if (!order.undecided().isEmpty()) {
            stages.add(new Stage.Each(order.withoutUndecided()));
        }
        judging.step().ifPresent(step -> stages.add(new Stage.Each(step)));
        stages.addAll(Choosing.stages(settings.choices.choose(), scratch));
        stages.add(new Stage.Each(new DifficultyStep(settings.choices.measure().scores(), order.strength())));
        return stages;
    }
}
