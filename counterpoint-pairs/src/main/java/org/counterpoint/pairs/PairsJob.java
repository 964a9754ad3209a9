package org.counterpoint.pairs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.write.GroupLines;
import org.counterpoint.data.write.JsonForms;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.data.write.OutputRecord;
import org.counterpoint.pairs.choose.ChooseSettings;
import org.counterpoint.pairs.choose.Choosing;
import org.counterpoint.pairs.step.CountingSink;
import org.counterpoint.pairs.step.Stages;

/**
 * Answer files and an order of their models to {@code groups.jsonl}, {@code pairs.jsonl}, {@code ledger.jsonl} and
 * {@code origins.jsonl} and {@code summary.json}, in memory that does not grow with the files.
 */
public final class PairsJob {
    /** The file that says of every response where it was read, a line a group in the groups' order. */
    public static final String ORIGINS = "origins.jsonl";

    private PairsJob() {}

    /**
     * @param answers at least one file
     * @param choose what is used of the answers and pairs that there are
     * @param out the folder to make
     * @param overwrite whether to replace files in {@code out} that are not this command's own
     */
    public record Settings(
            List<AnswerFile> answers, ModelOrder order, ChooseSettings choose, Path out, boolean overwrite) {
        /** @throws InputException where there is no file */
        public Settings {
            answers = List.copyOf(answers);
            if (answers.isEmpty()) {
                throw new InputException("No answers are given; give --answers FILE or MODEL=FILE, once a file.");
            }
        }

        /** Everything is used. */
        public Settings(List<AnswerFile> answers, ModelOrder order, Path out, boolean overwrite) {
            this(answers, order, ChooseSettings.DEFAULTS, out, overwrite);
        }

        OutputRecord record() {
            Map<String, String> all = new TreeMap<>();
            all.put("answers", answers.stream().map(AnswerFile::toString).collect(Collectors.joining(" ")));
            all.put("order", order.toString());
            if (!choose.describe().isEmpty()) {
                all.put("choose", choose.describe());
            }
            return new OutputRecord("pairs", all);
        }
    }

    /**
     * Runs to the end or writes nothing.
     *
     * @throws InputException where a file, the order or the output cannot be used
     */
    public static PairsSummary run(Settings settings, Progress progress) {
        try (OutputFolder out = OutputFolder.claim(settings.out, settings.record(), settings.overwrite)) {
            PairsSummary summary = write(settings, out.staging(), progress);
            SummaryFile.write(out.staging(), summary.toJson());
            out.commit();
            return summary;
        }
    }

    private static PairsSummary write(Settings settings, Path folder, Progress progress) {
        try (Scratch scratch = Scratch.in(folder);
                LedgerFile file = new LedgerFile(folder.resolve("ledger.jsonl"));
                JsonLines groups = new JsonLines(folder.resolve("groups.jsonl"));
                JsonLines pairs = new JsonLines(folder.resolve("pairs.jsonl"));
                JsonLines origins = new JsonLines(folder.resolve(ORIGINS))) {
            CountingLedger ledger = new CountingLedger(file);
            CountingSink sink = new CountingSink(ledger);
            try (AnswerPool pool = new AnswerPool(scratch, settings.choose.refusalList())) {
                pool.read(settings.answers, ledger, progress);
                settings.order.requireSame(pool.models());
                PairsSummary.Counter counter = new PairsSummary.Counter(settings.order);
                GroupJoin join = new GroupJoin(pool.joinedById(), settings.order);
                new Stages(scratch, sink)
                        .run(
                                pool.joined(),
                                (group, out) -> join.join(pool.decode(group), out),
                                Choosing.stages(settings.choose, scratch),
                                GroupLines::new,
                                (group, lines) -> {
                                    lines.writeGroup(groups);
                                    origins.write(JsonForms.origins(group));
                                    group.pairs().forEach(pair -> lines.writePair(pair, pairs));
                                    counter.add(group);
                                    progress.update(counter.groups(), -1, "groups");
                                });
                return counter.summary(pool, ledger, sink.noticed());
            }
        }
    }
}
