package org.counterpoint.pairs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.forms.RawPromptReader;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.write.JsonLines;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.data.write.OutputFolder;
import org.counterpoint.store.Provenance;

/**
 * A file's rows into {@code train.jsonl} and {@code held-out.jsonl} by their prompts. Held out are the prompts with
 * the smallest hashes of seed and messages: so a prompt is on one side with all its rows, files with the same prompts
 * are cut alike whatever their form, and a row more moves at most as many prompts as it adds. By clusters, near-duplicates
 * of a prompt are on its side too.
 */
public final class SplitJob {
    private SplitJob() {}

    /**
     * @param data rows of any form that has a prompt; read twice
     * @param out the folder to make
     * @param overwrite whether to replace files in {@code out} that are not this command's own
     */
    public record Settings(Path data, SplitChoices choices, Path out, boolean overwrite) {
        Provenance record() {
            return provenance(data.toString(), choices).from("data", data);
        }
    }

    /**
     * What an output of these choices says of itself, but for its input.
     *
     * @param data the input's name
     */
    public static Provenance provenance(String data, SplitChoices choices) {
        Map<String, String> all = choices.describe();
        all.put("data", data);
        return Provenance.of("split", all);
    }

    /**
     * Runs to the end or writes nothing.
     *
     * @throws InputException where the file or the output cannot be used, or has too few prompts
     */
    public static SplitSummary run(Settings settings, Progress progress) {
        try (OutputFolder out = OutputFolder.claim(settings.out, settings.record(), settings.overwrite)) {
            SplitSummary summary;
            try {
                HeldOut heldOut = choose(settings, out.staging(), progress);
                summary = write(settings, heldOut, out.staging(), progress);
            } catch (InputException e) {
                throw out.withLedger(e);
            }
            SummaryFile.write(out.staging(), summary.toJson());
            out.commit();
            return summary;
        }
    }

    private static HeldOut choose(Settings settings, Path folder, Progress progress) {
        if (Files.exists(settings.data) && !Files.isRegularFile(settings.data) && !Files.isDirectory(settings.data)) {
            throw new InputException(settings.data + " is no regular file; a split reads its data twice.");
        }
        HeldOut heldOut;
        try (LedgerFile ledger = new LedgerFile(folder.resolve("ledger.jsonl"))) {
            heldOut = settings.choices.by() == SplitBy.CLUSTER
                    ? clusters(settings, ledger, folder, progress)
                    : prompts(settings, ledger, progress);
        }
        return checked(heldOut, settings.data.toString(), settings.choices);
    }

    /**
     * What is to be held out, if it can be.
     *
     * @param data the input's name
     * @throws InputException where there are too few prompts, or too large clusters
     */
    public static HeldOut checked(HeldOut heldOut, String data, SplitChoices choices) {
        if (heldOut.all() < choices.heldOut()) {
            throw new InputException(data + " has " + heldOut.all() + " different prompts, fewer than the "
                    + choices.heldOut() + " to hold out. Hold out fewer.");
        }
        if (heldOut.prompts() == 0) {
            throw new InputException("Every cluster of " + data + " has more than " + choices.heldOut()
                    + " prompts, so none can be held out. Raise --held-out or --near-duplicate.");
        }
        return heldOut;
    }

    private static HeldOut prompts(Settings settings, Ledger ledger, Progress progress) {
        SmallestHashes smallest = new SmallestHashes(settings.choices.heldOut());
        eachRow(
                settings,
                ledger,
                progress,
                (prompt, json) -> smallest.add(PromptIds.shuffled(settings.choices.seed(), prompt)));
        return heldOut(smallest, settings.choices.seed());
    }

    /** Holds out the prompts of these hashes. */
    public static HeldOut heldOut(SmallestHashes smallest, long seed) {
        return new HeldOut(
                prompt -> smallest.contains(PromptIds.shuffled(seed, prompt)),
                smallest.count(),
                smallest.count(),
                null);
    }

    private static HeldOut clusters(Settings settings, Ledger ledger, Path folder, Progress progress) {
        try (Scratch scratch = Scratch.in(folder)) {
            ClusterDraw draw = new ClusterDraw(settings.choices.nearDuplicate(), scratch);
            eachRow(settings, ledger, progress, (prompt, json) -> draw.add(prompt));
            return draw.draw(settings.choices.heldOut(), settings.choices.seed());
        }
    }

    private static SplitSummary write(Settings settings, HeldOut heldOut, Path folder, Progress progress) {
        try (LedgerFile file = new LedgerFile(folder.resolve("ledger.jsonl"));
                JsonLines train = new JsonLines(folder.resolve("train.jsonl"));
                JsonLines held = new JsonLines(folder.resolve("held-out.jsonl"))) {
            CountingLedger ledger = new CountingLedger(file);
            long[] rows = new long[2];
            long read = eachRow(settings, ledger, progress, (prompt, json) -> {
                boolean out = heldOut.contains().test(prompt);
                rows[out ? 1 : 0]++;
                (out ? held : train).write(json);
            });
            return summary(new Counts(read, rows[0], rows[1]), heldOut, ledger, settings.data.toString());
        }
    }

    /**
     * Rows by where they went.
     *
     * @param read all of them, broken ones too
     */
    public record Counts(long read, long train, long held) {}

    /**
     * What a split comes to.
     *
     * @param data the input's name
     * @throws InputException where nothing is left to train on
     */
    public static SplitSummary summary(Counts rows, HeldOut heldOut, CountingLedger ledger, String data) {
        if (rows.train == 0) {
            throw new InputException(data + " has " + heldOut.prompts()
                    + " different prompts; holding out all of them leaves none to train on. Hold out fewer.");
        }
        return new SplitSummary(
                rows.read,
                rows.train,
                rows.held,
                heldOut.prompts(),
                heldOut.clusters(),
                new LinkedHashMap<>(ledger.byReason()),
                ledger.truncated());
    }

    @FunctionalInterface
    private interface RowTaker {
        void take(Prompt prompt, String json);
    }

    private static long eachRow(Settings settings, Ledger ledger, Progress progress, RowTaker taker) {
        try (RawPromptReader reader = new RawPromptReader(settings.data, ledger, progress)) {
            for (RawPromptReader.RawRow row = reader.next(); row != null; row = reader.next()) {
                taker.take(row.prompt(), row.json());
            }
            return reader.rowsRead();
        }
    }
}
