package org.counterpoint.answer.generate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.PromptRow;
import org.counterpoint.data.forms.PromptReader;
import org.counterpoint.data.rows.DataPlace;
import org.counterpoint.data.write.LedgerFile;

/**
 * A first look at a file of prompts.
 *
 * @param count how many prompts it gives
 * @param hash of all ids and prompts in their order
 */
public record PromptSurvey(long count, String hash) {

    /**
     * @param out of the command; another run's, with its ledger, is not to be harmed before it is refused
     * @param ledger where it is kept what was set aside, if the file cannot be used
     * @throws InputException where the file or the form cannot be used
     */
    public static PromptSurvey of(Path data, AnswerForm form, Path out, Path ledger, boolean overwrite) {
        new DataPlace(data).requireOutside(out);
        try {
            return of(data, form);
        } catch (InputException e) {
            if (!overwrite && Files.exists(out)) {
                throw e;
            }
            throw LedgerFile.kept(entries -> read(data, entries), ledger, e);
        }
    }

    private static void read(Path data, Ledger ledger) {
        try (Stream<PromptRow> rows = PromptReader.stream(data, ledger, Progress.NONE)) {
            rows.forEach(row -> {});
        }
    }

    private static PromptSurvey of(Path data, AnswerForm form) {
        MessageDigest digest = RowSeed.sha256();
        long count = 0;
        try (PromptReader reader = new PromptReader(data, CountingLedger.discarding(), Progress.NONE)) {
            for (PromptRow row = reader.next(); row != null; row = reader.next()) {
                digest.update(
                        (row.id() + "\n" + PromptIds.sha256(row.prompt()) + "\n").getBytes(StandardCharsets.UTF_8));
                form.requireRoomFor(row.prompt());
                count++;
            }
        }
        return new PromptSurvey(count, HexFormat.of().formatHex(digest.digest()));
    }
}
