package org.counterpoint.pairs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.JsonBytes;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.write.GroupLines;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.pairs.difficulty.DifficultyStep;
import org.counterpoint.pairs.difficulty.ResponseScores;
import org.counterpoint.pairs.difficulty.Strength;
import org.counterpoint.pairs.measure.Measurements;
import org.counterpoint.pairs.measure.Measuring;
import org.counterpoint.pairs.step.CountingSink;
import org.counterpoint.pairs.verdict.AuditStep;
import org.counterpoint.pairs.verdict.Disagreement;
import org.counterpoint.pairs.verdict.VerdictTable;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;

/** Scores the pairs of groups that are there already; their pairs and order stay as they are. */
public final class DifficultyJob {
    private DifficultyJob() {}

    /** @param data groups or pairs */
    public record Settings(Path data, DifficultyChoices choices, Path out, boolean overwrite) {
        Provenance record() {
            Map<String, String> all = new TreeMap<>(choices.describe());
            all.put("data", data.toString());
            return Provenance.of("difficulty", all)
                    .from("data", data)
                    .from("verdicts", choices.verdicts())
                    .from("logps", Stream.ofNullable(choices.logps()).toList())
                    .from("rewards", Stream.ofNullable(choices.rewards()).toList());
        }
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
        Measuring measuring = new Measuring();
        JsonBytes parts = new JsonBytes();
        JsonBytes line = new JsonBytes();
        Map<String, Long> missing = new TreeMap<>();
        long groups = 0;
        long pairs = 0;
        long before = 0;
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger.jsonl"));
                JsonLines out = new JsonLines(folder.resolve("groups.jsonl"))) {
            CountingLedger ledger = new CountingLedger(file);
            CountingSink sink = new CountingSink(ledger);
            DifficultyStep own = new DifficultyStep(settings.choices.scores(), new Strength.ByRank());
            AuditStep judged =
                    new AuditStep(VerdictTable.read(settings.choices.verdicts(), ledger, progress), Disagreement.KEEP);
            try (ResponseScores logps = scores(settings.choices.logps(), ResponseScores.Of.LANGUAGE_MODEL);
                    ResponseScores rewards = scores(settings.choices.rewards(), ResponseScores.Of.REWARD_MODEL);
                    TrainingData data = new TrainingData(
                            settings.data, TrainingData.Use.PREFERENCES, ledger, progress, Scratch.in(folder))) {
                for (ResponseGroup group = data.next(); group != null; group = data.next()) {
                    before += group.pairs().size();
                    ResponseGroup scored = own.apply(judged.apply(group, sink), sink);
                    scored = logps == null ? scored : logps.add(scored);
                    scored = rewards == null ? scored : rewards.add(scored);
                    scored = checked(scored, settings, missing, ledger);
                    groups++;
                    pairs += scored.pairs().size();
                    measuring.add(scored);
                    line.clear();
                    out.write(new GroupLines(scored, parts).group(line).endLine());
                }
            }
            for (Map.Entry<String, Long> lacking : missing.entrySet()) {
                if (lacking.getValue() == before) {
                    throw new InputException("no pair of " + settings.data + " gets the score " + lacking.getKey()
                            + ": ids, models or texts differ, or the file is not in the data's order."
                            + "\nMake it from this very file.");
                }
            }
            return new Summary(
                    groups, pairs, missing, new TreeMap<>(ledger.byReason()), measuring.result(), ledger.truncated());
        }
    }

    private static @Nullable ResponseScores scores(@Nullable Path file, ResponseScores.Of of) {
        return file == null ? null : new ResponseScores(file, of);
    }

    private static ResponseGroup checked(
            ResponseGroup group, Settings settings, Map<String, Long> missing, Ledger ledger) {
        List<Pair> kept = new ArrayList<>();
        for (Pair pair : group.pairs()) {
            List<String> lacking = settings.choices.wanted().stream()
                    .filter(name -> !pair.scores().containsKey(name))
                    .sorted()
                    .toList();
            lacking.forEach(name -> missing.merge(name, 1L, Long::sum));
            if (lacking.isEmpty() || !settings.choices.dropMissing()) {
                kept.add(pair);
            } else {
                ledger.add(new LedgerEntry(
                        LedgerEntry.Kind.PAIR,
                        group.origin(),
                        group.id(),
                        Reasons.MISSING_SCORE,
                        pair.type() + ": no " + String.join(", no ", lacking)));
            }
        }
        return new ResponseGroup(group.id(), group.prompt(), group.responses(), kept, group.origin());
    }
}
