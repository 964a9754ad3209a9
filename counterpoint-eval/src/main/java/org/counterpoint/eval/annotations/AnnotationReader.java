package org.counterpoint.eval.annotations;

import java.io.Closeable;
import java.nio.file.Path;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.forms.Fields;
import org.counterpoint.data.forms.RowFault;
import org.counterpoint.data.forms.RowIntake;
import org.counterpoint.data.rows.Row;
import org.counterpoint.eval.Annotation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The annotations of one file, in order, rows without a verdict among them: their answers' lengths count in AlpacaEval's
 * figures. Such a row (null, or a number outside the scale from 1 to 2) comes with a null preference and stands in the
 * ledger as a pair of reason {@code no_verdict}. Older files' 0 is read as the tie that it means.
 */
public final class AnnotationReader implements Closeable {
    private static final String FORMS =
            "{instruction, output_1, generator_1, output_2, generator_2, preference} (AlpacaEval's annotations)";
    private static final double TIE = 1.5;

    private final RowIntake intake;
    private final Ledger ledger;

    /**
     * @param ledger takes the rows that hold no annotation, and those without a verdict
     * @throws org.counterpoint.data.InputException where the file as a whole cannot be used
     */
    public AnnotationReader(Path file, Ledger ledger, Progress progress) {
        this.intake = new RowIntake(file, ledger, progress);
        this.ledger = ledger;
    }

    /**
     * The next annotation; null at the end.
     *
     * @throws org.counterpoint.data.InputException at the end of a file without a valid row
     */
    public @Nullable AnnotationRow next() {
        for (Row.Valid row = intake.next(); row != null; row = intake.next()) {
            try {
                AnnotationRow annotation = read(row);
                intake.used();
                return annotation;
            } catch (RowFault fault) {
                intake.setAside(row, fault);
            }
        }
        intake.requireUsed(FORMS);
        return null;
    }

    private AnnotationRow read(Row.Valid row) throws RowFault {
        ObjectNode json = row.json();
        String instruction = Fields.text(json, "", "instruction");
        String output1 = Fields.text(json, "", "output_1");
        String generator1 = Fields.text(json, "", "generator_1");
        String output2 = Fields.text(json, "", "output_2");
        String generator2 = Fields.text(json, "", "generator_2");
        String annotator = Fields.optionalText(json, "", "annotator");
        Double preference = preference(json, row.origin());
        return new AnnotationRow(
                new Annotation(
                        instruction, output1, generator1, output2, generator2, annotator, preference, row.origin()),
                Fields.optionalText(json, "", "dataset"),
                orders(json));
    }

    private @Nullable Double preference(ObjectNode json, Origin origin) throws RowFault {
        JsonNode value = Fields.required(json, "", "preference");
        if (!value.isNull() && !value.isNumber()) {
            throw Fields.wrongType("preference", "a number from 1 to 2, or null", value);
        }
        Double preference = onScale(value);
        if (preference == null) {
            String detail = value.isNull()
                    ? "'preference' is null: the judge gave no verdict"
                    : "'preference' is " + value + ", not from 1 to 2";
            ledger.add(new LedgerEntry(LedgerEntry.Kind.PAIR, origin, null, Reasons.NO_VERDICT, detail));
        }
        return preference;
    }

    private static @Nullable BothOrders orders(ObjectNode json) {
        JsonNode baselineFirst = json.path(BothOrders.BASELINE_FIRST);
        JsonNode candidateFirst = json.path(BothOrders.CANDIDATE_FIRST);
        return baselineFirst.isMissingNode() && candidateFirst.isMissingNode()
                ? null
                : new BothOrders(onScale(baselineFirst), onScale(candidateFirst));
    }

    private static @Nullable Double onScale(JsonNode value) {
        if (!value.isNumber()) {
            return null;
        }
        return onScale(value.doubleValue());
    }

    /** A tie for 0; null off the scale. */
    static @Nullable Double onScale(double preference) {
        if (preference == 0) {
            return TIE;
        }
        return preference >= 1 && preference <= 2 ? preference : null;
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
