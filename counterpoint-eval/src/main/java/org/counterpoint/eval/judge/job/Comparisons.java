package org.counterpoint.eval.judge.job;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Answer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Progress;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.eval.judge.AnswerPair;
import org.jspecify.annotations.Nullable;

/**
 * Two files of answers joined by instruction, in the candidate file's order.
 *
 * @param onlyCandidate answers of the candidate without one of the baseline
 * @param rowsRead of all files
 */
record Comparisons(
        String candidate,
        String baseline,
        List<AnswerPair> list,
        long onlyCandidate,
        long onlyBaseline,
        long withoutReference,
        long rowsRead) {
    /** The ledger's reason where the other file has no answer to the instruction. */
    static final String NO_COUNTERPART = "no_counterpart";
    /** The ledger's reason where the judge needs a reference and the file of references has none. */
    static final String MISSING_REFERENCE = "missing_reference";

    Comparisons {
        list = List.copyOf(list);
    }

    /**
     * @param references null where none are needed
     * @throws InputException where a file cannot be used, or nothing joins
     */
    static Comparisons join(
            AnswerFile candidateFile,
            AnswerFile baselineFile,
            @Nullable Path references,
            Ledger ledger,
            Progress progress) {
        AnswerSheet candidate = AnswerSheet.read(candidateFile, ledger, progress);
        AnswerSheet baseline = AnswerSheet.read(baselineFile, ledger, progress);
        AnswerSheet known =
                references == null ? null : AnswerSheet.read(new AnswerFile("reference", references), ledger, progress);
        List<AnswerPair> list = new ArrayList<>();
        long onlyCandidate = 0;
        long withoutReference = 0;
        for (Map.Entry<String, Answer> entry : candidate.byInstruction().entrySet()) {
            Answer answer = entry.getValue();
            Answer other = baseline.byInstruction().get(entry.getKey());
            Answer reference = known == null ? null : known.byInstruction().get(entry.getKey());
            if (other == null) {
                onlyCandidate++;
                ledger.add(alone(answer, NO_COUNTERPART, baselineFile.path() + " has no answer to this instruction"));
            } else if (known != null && reference == null) {
                withoutReference++;
                ledger.add(alone(answer, MISSING_REFERENCE, references + " has no answer to this instruction"));
            } else {
                list.add(new AnswerPair(
                        PromptIds.of(answer.prompt()),
                        entry.getKey(),
                        other.text(),
                        answer.text(),
                        reference == null ? null : reference.text(),
                        answer.origin()));
            }
        }
        long onlyBaseline = 0;
        for (Map.Entry<String, Answer> entry : baseline.byInstruction().entrySet()) {
            if (!candidate.byInstruction().containsKey(entry.getKey())) {
                onlyBaseline++;
                ledger.add(alone(
                        entry.getValue(), NO_COUNTERPART, candidateFile.path() + " has no answer to this instruction"));
            }
        }
        if (list.isEmpty()) {
            throw new InputException(candidateFile.path() + " and " + baselineFile.path()
                    + " share no instruction" + (known == null ? "" : " that " + references + " answers")
                    + "; they join on the instruction, to the letter.");
        }
        return new Comparisons(
                candidate.model(),
                baseline.model(),
                list,
                onlyCandidate,
                onlyBaseline,
                withoutReference,
                candidate.rowsRead() + baseline.rowsRead() + (known == null ? 0 : known.rowsRead()));
    }

    private static LedgerEntry alone(Answer answer, String reason, String detail) {
        return new LedgerEntry(LedgerEntry.Kind.ANSWER, answer.origin(), PromptIds.of(answer.prompt()), reason, detail);
    }

    /** SHA-256 of all that is compared, so that a run of other answers is told apart. */
    String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, candidate);
            update(digest, baseline);
            for (AnswerPair comparison : list) {
                update(digest, comparison.instruction());
                update(digest, comparison.baseline());
                update(digest, comparison.candidate());
                update(digest, comparison.reference() == null ? "" : comparison.reference());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
