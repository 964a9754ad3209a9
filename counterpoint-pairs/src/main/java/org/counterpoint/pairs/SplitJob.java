package org.counterpoint.pairs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.forms.RawPromptReader;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.data.write.OutputRecord;

/**
 * A file's rows into {@code train.jsonl} and {@code held-out.jsonl} by their prompts. Held out are the prompts with
 * the smallest hashes of seed and messages: so a prompt is on one side with all its rows, files with the same prompts
 * are cut alike whatever their form, and a row more moves at most as many prompts as it adds.
 */
public final class SplitJob {
    private SplitJob() {}

    /**
     * @param data rows of any form that has a prompt; read twice
     * @param heldOut how many different prompts to hold out
     * @param out the folder to make
     * @param overwrite whether to replace files in {@code out} that are not this command's own
     */
    public record Settings(Path data, int heldOut, long seed, Path out, boolean overwrite) {
        /** @throws InputException where nothing is to be held out */
        public Settings {
            if (heldOut < 1) {
                throw new InputException("--held-out is " + heldOut + "; give at least 1 prompt.");
            }
        }

        OutputRecord record() {
            return new OutputRecord(
                    "split", Map.of("data", data.toString(), "held_out", "" + heldOut, "seed", Long.toString(seed)));
        }
    }

    /**
     * Runs to the end or writes nothing.
     *
     * @throws InputException where the file or the output cannot be used, or has too few prompts
     */
    public static SplitSummary run(Settings settings, Progress progress) {
        try (OutputFolder out = OutputFolder.claim(settings.out, settings.record(), settings.overwrite)) {
            SmallestHashes heldOut = choose(settings, progress);
            SplitSummary summary = write(settings, heldOut, out.staging(), progress);
            if (summary.trainRows() == 0) {
                throw new InputException(settings.data + " has " + heldOut.count()
                        + " different prompts; holding out all of them leaves none to train on. Lower --held-out.");
            }
            SummaryFile.write(out.staging(), summary.toJson());
            out.commit();
            return summary;
        }
    }

    private static SmallestHashes choose(Settings settings, Progress progress) {
        if (Files.exists(settings.data) && !Files.isRegularFile(settings.data) && !Files.isDirectory(settings.data)) {
            throw new InputException(settings.data + " is no regular file; a split reads its data twice.");
        }
        SmallestHashes smallest = new SmallestHashes(settings.heldOut);
        eachRow(settings, CountingLedger.discarding(), progress, (hash, json) -> smallest.add(hash));
        if (smallest.count() < settings.heldOut) {
            throw new InputException(settings.data + " has " + smallest.count() + " different prompts, fewer than the "
                    + settings.heldOut + " to hold out. Lower --held-out.");
        }
        return smallest;
    }

    private static SplitSummary write(Settings settings, SmallestHashes heldOut, Path folder, Progress progress) {
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger.jsonl"));
                JsonLines train = new JsonLines(folder.resolve("train.jsonl"));
                JsonLines held = new JsonLines(folder.resolve("held-out.jsonl"))) {
            CountingLedger ledger = new CountingLedger(file);
            long[] rows = new long[2];
            long read = eachRow(settings, ledger, progress, (hash, json) -> {
                boolean out = heldOut.contains(hash);
                rows[out ? 1 : 0]++;
                (out ? held : train).write(json);
            });
            return new SplitSummary(
                    read,
                    rows[0],
                    rows[1],
                    heldOut.count(),
                    new LinkedHashMap<>(ledger.byReason()),
                    ledger.truncated());
        }
    }

    @FunctionalInterface
    private interface RowTaker {
        void take(String hash, String json);
    }

    private static long eachRow(Settings settings, Ledger ledger, Progress progress, RowTaker taker) {
        try (RawPromptReader reader = new RawPromptReader(settings.data, ledger, progress)) {
            for (RawPromptReader.RawRow row = reader.next(); row != null; row = reader.next()) {
                taker.take(PromptIds.shuffled(settings.seed, row.prompt()), row.json());
            }
            return reader.rowsRead();
        }
    }
}
