package org.counterpoint.answer.generate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.PromptRow;
import org.counterpoint.data.forms.PromptReader;

/**
 * A first look at a file of prompts.
 *
 * @param count how many prompts it gives
 * @param hash of all ids and prompts in their order
 */
public record PromptSurvey(long count, String hash) {

    /** @throws org.counterpoint.data.InputException where the file or the form cannot be used */
    public static PromptSurvey of(Path data, AnswerForm form) {
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
