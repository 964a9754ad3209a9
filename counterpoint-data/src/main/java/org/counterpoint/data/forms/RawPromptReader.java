package org.counterpoint.data.forms;

import java.io.Closeable;
import java.nio.file.Path;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.jspecify.annotations.Nullable;

/** The rows of a file of any form, each as it stands with its prompt: for whoever sorts rows by prompt. */
public final class RawPromptReader implements Closeable {
    private final RowIntake intake;
    private final boolean whole;

    /**
     * @param ledger takes the rows that hold no prompt
     * @throws InputException where the file as a whole cannot be used
     */
    public RawPromptReader(Path file, Ledger ledger, Progress progress) {
        this.intake = new RowIntake(file, ledger, progress);
        this.whole = true;
    }

    private RawPromptReader(RowIntake intake) {
        this.intake = intake;
        this.whole = false;
    }

    /** The rows of a part of a file, which need hold none: whether the file does, the {@link #account} of all tells. */
    public static RawPromptReader ofPart(RowReader rows, Ledger ledger) {
        return new RawPromptReader(new RowIntake("", rows, ledger, Progress.NONE));
    }

    /** @param json the row's JSON, on one line, its texts to the letter */
    public record RawRow(Prompt prompt, String json) {}

    /**
     * The next row; null at the end.
     *
     * @throws InputException at the end of a file without a valid row
     */
    public @Nullable RawRow next() {
        for (Row.Valid row = intake.next(); row != null; row = intake.next()) {
            try {
                RawRow raw = new RawRow(
                        RowForms.of(row.json()).prompt(row.json()),
                        row.written().get());
                intake.used();
                return raw;
            } catch (RowFault fault) {
                intake.setAside(row, fault);
            }
        }
        if (whole) {
            intake.requireUsed(PromptReader.FORMS);
        }
        return null;
    }

    /** Every non-blank row so far, broken ones too. */
    public long rowsRead() {
        return intake.read();
    }

    /** How many of the rows so far have a prompt. */
    public RowAccount account() {
        return intake.account();
    }

    @Override
    public void close() {
        intake.close();
    }
}
