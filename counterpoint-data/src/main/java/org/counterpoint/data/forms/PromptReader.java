package org.counterpoint.data.forms;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.PromptRow;
import org.counterpoint.data.rows.Row;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of a file of any form, in order. Rows of pairs give a prompt once, where it stands first; rows of any
 * other form give one prompt each.
 */
public final class PromptReader implements Closeable {
    static final String FORMS = RowForms.describe(List.of(RowForm.class));

    private final RowIntake intake;
    private final Set<String> seenInPairs = new HashSet<>();

    /**
     * @param ledger takes the rows that hold no prompt
     * @throws InputException where the file as a whole cannot be used
     */
    public PromptReader(Path file, Ledger ledger, Progress progress) {
        this.intake = new RowIntake(file, ledger, progress);
    }

    /** The prompts of {@code file} as a stream, to be closed. */
    public static Stream<PromptRow> stream(Path file, Ledger ledger, Progress progress) {
        PromptReader reader = new PromptReader(file, ledger, progress);
        return PullIterator.stream(reader::next, reader::close);
    }

    /**
     * The next prompt; null at the end.
     *
     * @throws InputException at the end of a file without a valid row
     */
    public @Nullable PromptRow next() {
        for (Row.Valid row = intake.next(); row != null; row = intake.next()) {
            try {
                RowForm form = RowForms.of(row.json());
                Prompt prompt = form.prompt(row.json());
                String id = Fields.id(row.json());
                intake.used();
                if (form instanceof PairedAnswers && !seenInPairs.add(PromptIds.sha256(prompt))) {
                    continue;
                }
                return new PromptRow(id == null ? PromptIds.of(prompt) : id, prompt, row.origin());
            } catch (RowFault fault) {
                intake.setAside(row, fault);
            }
        }
        intake.requireUsed(FORMS);
        return null;
    }

    /** Every non-blank row so far, broken ones too. */
    public long rowsRead() {
        return intake.read();
    }

    @Override
    public void close() {
        intake.close();
    }
}
