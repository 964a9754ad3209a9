package org.counterpoint.data.forms;

import java.io.Closeable;
import java.nio.file.Path;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Verdict;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The verdicts of an annotation file in AlpacaEval's form, in order. A row without a verdict (null, or a number that is
 * none) goes to the ledger as {@code no_verdict}.
 */
public final class VerdictReader implements Closeable {
    private static final String FORMS =
            "{instruction, output_1, generator_1, output_2, generator_2, preference} (AlpacaEval's annotations)";
    private static final double TIE = 1.5;

    private final RowIntake intake;
    private final boolean whole;

    /**
     * @param ledger takes the rows that hold no verdict
     * @throws org.counterpoint.data.InputException where the file as a whole cannot be used
     */
    public VerdictReader(Path file, Ledger ledger, Progress progress) {
        this.intake = new RowIntake(file, ledger, progress);
        this.whole = true;
    }

    private VerdictReader(RowIntake intake) {
        this.intake = intake;
        this.whole = false;
    }

    /** The verdicts of a part of a file, which need hold none: whether the file does, the {@link #account} of all tells. */
    public static VerdictReader ofPart(RowReader rows, Ledger ledger) {
        return new VerdictReader(new RowIntake("", rows, ledger, Progress.NONE));
    }

    /**
     * The next verdict; null at the end.
     *
     * @throws org.counterpoint.data.InputException at the end of a file without a verdict
     */
    public @Nullable Verdict next() {
        for (Row.Valid row = intake.next(); row != null; row = intake.next()) {
            try {
                Verdict verdict = read(row);
                intake.used();
                return verdict;
            } catch (RowFault fault) {
                intake.setAside(row, fault);
            }
        }
        if (whole) {
            intake.requireUsed(FORMS);
        }
        return null;
    }

    private static Verdict read(Row.Valid row) throws RowFault {
        JsonNode json = row.json();
        String category = Fields.optionalText(json, "", "dataset");
        return new Verdict(
                Asked.of(json, "instruction"),
                side(json, "1"),
                side(json, "2"),
                preference(json),
                category == null ? "" : category,
                row.origin());
    }

    private static Verdict.Side side(JsonNode json, String number) throws RowFault {
        return new Verdict.Side(
                Fields.text(json, "", "generator_" + number), Fields.text(json, "", "output_" + number));
    }

    /** Older files write 0 for a tie. */
    private static double preference(JsonNode json) throws RowFault {
        JsonNode value = Fields.required(json, "", "preference");
        if (value.isNull()) {
            throw new RowFault(Reasons.NO_VERDICT, "'preference' is null: the judge gave no verdict");
        }
        if (!value.isNumber()) {
            throw Fields.wrongType("preference", "a number from 1 to 2", value);
        }
        double preference = value.doubleValue();
        if (preference == 0) {
            return TIE;
        }
        if (!(preference >= 1 && preference <= 2)) {
            throw new RowFault(Reasons.NO_VERDICT, "'preference' is " + value + ", not from 1 to 2");
        }
        return preference;
    }

    /** Every non-blank row so far, broken ones too. */
    public long rowsRead() {
        return intake.read();
    }

    /** How many of the rows so far hold a verdict. */
    public RowAccount account() {
        return intake.account();
    }

    /**
     * @param file the file's name
     * @param account of all its rows
     * @throws org.counterpoint.data.InputException where none holds a verdict
     */
    public static void requireUsed(RowAccount account, String file) {
        account.requireUsed(file, FORMS);
    }

    @Override
    public void close() {
        intake.close();
    }
}
