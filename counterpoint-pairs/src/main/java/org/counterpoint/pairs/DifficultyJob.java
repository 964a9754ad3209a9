package org.counterpoint.pairs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.JsonBytes;
import org.counterpoint.data.Progress;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.write.GroupLines;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.pairs.core.measure.Measurements;
import org.counterpoint.pairs.core.step.CountingSink;
import org.counterpoint.pairs.local.VerdictFiles;
import org.counterpoint.store.Provenance;

/** Scores the pairs of groups that are there already; their pairs and order stay as they are. */
public final class DifficultyJob {
    private DifficultyJob() {}

    /** @param data groups or pairs */
    public record Settings(Path data, DifficultyChoices choices, Path out, boolean overwrite) {
        Provenance record() {
            return provenance(data.toString(), List.of(data), choices);
        }
    }

    /**
     * What an output of these choices says of itself.
     *
     * @param data the input's name
     * @param files the input, where it is a path of this machine
     */
    public static Provenance provenance(String data, List<Path> files, DifficultyChoices choices) {
        Map<String, String> all = new TreeMap<>(choices.describe());
        all.put("data", data);
        return Provenance.of("difficulty", all)
                .from("data", files)
                .from("verdicts", choices.verdicts())
                .from("logps", Stream.ofNullable(choices.logps()).toList())
                .from("rewards", Stream.ofNullable(choices.rewards()).toList());
    }

    /**
     * What was scored.
     *
     * @param missing how many pairs lack each wanted score
     */
    public record Summary(
            long groups,
            long pairs,
            Map<String, Long> missing,
            Map<String, Long> setAside,
            Measurements measured,
            boolean truncated) {}

    /**
     * Runs to the end or writes nothing.
     *
     * @throws InputException where a file or the output cannot be used, or a file scores none of the pairs
     */
    public static Summary run(Settings settings, Progress progress) {
        try (OutputFolder out = OutputFolder.claim(settings.out, settings.record(), settings.overwrite)) {
            Summary summary;
            try {
                summary = write(settings, out.staging(), progress);
            } catch (InputException e) {
                throw out.withLedger(e);
            }
            out.commit();
            return summary;
        }
    }

    private static Summary write(Settings settings, Path folder, Progress progress) {
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger.jsonl"));
                JsonLines out = new JsonLines(folder.resolve("groups.jsonl"))) {
            CountingLedger ledger = new CountingLedger(file);
            CountingSink sink = new CountingSink(ledger);
            DifficultyWork work = new DifficultyWork(
                    settings.choices, VerdictFiles.read(settings.choices.verdicts(), ledger, progress));
            work.hold(sink);
            JsonBytes parts = new JsonBytes();
            JsonBytes line = new JsonBytes();
            try (ScoresBeside scores = new ScoresBeside(settings.choices);
                    TrainingData data = new TrainingData(
                            settings.data, TrainingData.Use.PREFERENCES, ledger, progress, Scratch.in(folder))) {
                for (ResponseGroup group = data.next(); group != null; group = data.next()) {
                    ResponseGroup scored =
                            work.score(group, scores.logps(group.id()), scores.rewards(group.id()), sink);
                    line.clear();
                    out.write(new GroupLines(scored, parts).group(line).endLine());
                }
            }
            return summary(work, sink, ledger, settings.data.toString());
        }
    }

    /**
     * What the scoring comes to.
     *
     * @param sink the one that holds the work's summaries
     * @param data the input's name
     * @throws InputException where a file scores none of the pairs
     */
    public static Summary summary(DifficultyWork work, CountingSink sink, CountingLedger ledger, String data) {
        DifficultyCounts counts = work.counts(sink);
        for (String score : counts.missing().keySet()) {
            if (counts.lackAll(score)) {
                throw new InputException("no pair of " + data + " gets the score " + score
                        + ": ids, models or texts differ, or the file is not in the data's order."
                        + "\nMake it from this very file.");
            }
        }
        return new Summary(
                counts.groups(),
                counts.pairs(),
                counts.missing(),
                new TreeMap<>(ledger.byReason()),
                work.measured(sink).result(),
                ledger.truncated());
    }
}
