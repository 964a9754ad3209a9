package org.counterpoint.eval.judge.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.counterpoint.data.Answer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Progress;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.AnswerReader;

/**
 * One model's answers by instruction, in the file's order. A second answer to an instruction is set aside.
 *
 * @param model whose answers they are
 * @param rowsRead every non-blank row, broken ones too
 */
record AnswerSheet(String model, Map<String, Answer> byInstruction, long rowsRead) {
    AnswerSheet {
        byInstruction = Collections.unmodifiableMap(byInstruction);
    }

    /** @throws InputException where the file cannot be used, or holds several models' answers */
    static AnswerSheet read(AnswerFile file, Ledger ledger, Progress progress) {
        Map<String, Answer> byInstruction = new LinkedHashMap<>();
        Map<String, Long> models = new TreeMap<>();
        long rows;
        try (AnswerReader reader = new AnswerReader(file, ledger, progress)) {
            for (Answer answer = reader.next(); answer != null; answer = reader.next()) {
                models.merge(answer.model(), 1L, Long::sum);
                Answer first = byInstruction.putIfAbsent(Instructions.of(answer.prompt()), answer);
                if (first != null) {
                    ledger.add(repeated(first, answer));
                }
            }
            rows = reader.rowsRead();
        }
        if (models.size() > 1) {
            String counts = models.entrySet().stream()
                    .limit(6)
                    .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
            throw new InputException(file.path() + " holds answers of " + models.size() + " models: " + counts
                    + (models.size() > 6 ? ", ..." : "")
                    + "\nGive a file with one model's answers; NAME=" + file.path()
                    + " calls all of them NAME's, where they are.");
        }
        return new AnswerSheet(models.keySet().iterator().next(), byInstruction, rows);
    }

    private static LedgerEntry repeated(Answer first, Answer answer) {
        boolean same = first.text().equals(answer.text());
        return new LedgerEntry(
                LedgerEntry.Kind.ANSWER,
                answer.origin(),
                PromptIds.of(answer.prompt()),
                same ? Reasons.DUPLICATE_ANSWER : Reasons.CONFLICTING_ANSWER,
                (same ? "repeats the answer at " : "differs from the answer to the same instruction at ")
                        + first.origin());
    }
}
