package org.counterpoint.data.forms;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.spill.Scratch;
import org.jspecify.annotations.Nullable;

/** The groups that a file trains on, whatever its form; the first row of a known form says which the file has. */
public final class TrainingData implements Closeable {
    /** What the groups are for. */
    public enum Use {
        /** Groups with pairs: rows of groups, ranked completions, or pairs. */
        PREFERENCES,
        /** Responses to learn: the same, and rows with one answer each. */
        SFT
    }

    private static final String PREFERENCE_FORMS =
            RowForms.describe(List.of(SeveralAnswers.class, PairedAnswers.class));
    private static final String SFT_FORMS = PREFERENCE_FORMS + ", " + RowForms.describe(List.of(OneAnswer.class));

    private final Use use;
    private final RowIntake intake;
    private final Scratch scratch;
    /** Of what kind the rows are, as the first one says. */
    private @Nullable String kind;

    private @Nullable PairGatherer gatherer;

    /**
     * @param ledger takes every row, answer and pair that is not used
     * @param scratch where pairs wait for the others of their prompt; closed with this
     * @throws InputException where the file as a whole cannot be used
     */
    public TrainingData(Path file, Use use, Ledger ledger, Progress progress, Scratch scratch) {
        this.use = use;
        this.scratch = scratch;
        this.intake = new RowIntake(file, ledger, progress);
    }

    /** The groups of {@code file} as a stream, to be closed; temporary files go to the system's folder. */
    public static Stream<ResponseGroup> stream(Path file, Use use, Ledger ledger, Progress progress) {
        TrainingData data = new TrainingData(file, use, ledger, progress, Scratch.system());
        return PullIterator.stream(data::next, data::close);
    }

    /**
     * The next group; null at the end.
     *
     * @throws InputException at the end of a file that gives no group
     */
    public @Nullable ResponseGroup next() {
        if (gatherer != null) {
            return gatherer.next();
        }
        for (Row.Valid row = intake.next(); row != null; row = intake.next()) {
            try {
                ResponseGroup group = read(row);
                if (group != null) {
                    intake.used();
                    return group;
                }
            } catch (RowFault fault) {
                intake.setAside(row, fault);
            }
        }
        intake.requireUsed(use == Use.SFT ? SFT_FORMS : PREFERENCE_FORMS);
        return gatherer == null ? null : gatherer.next();
    }

    /** A group where the row is one by itself, null where it joins others or nothing of it is left. */
    private @Nullable ResponseGroup read(Row.Valid row) throws RowFault {
        RowForm form = RowForms.of(row.json());
        if (form instanceof OneAnswer && use == Use.PREFERENCES) {
            throw new RowFault(
                    Reasons.MISSING_FIELD,
                    "the row has one answer and so no pair; it is for 'train sft', or for 'pairs' with others");
        }
        if (form instanceof PairedAnswers pairs) {
            requireSame("pairs");
            gatherer = gatherer == null ? new PairGatherer(scratch) : gatherer;
            gatherer.add(pairs, row);
            intake.used();
            return null;
        }
        if (form instanceof SeveralAnswers several) {
            requireSame("groups");
            return several.group(row.json(), row.origin(), intake.ledger());
        }
        if (form instanceof OneAnswer one) {
            requireSame("single answers");
            return one.group(row.json(), row.origin());
        }
        throw PromptAlone.noAnswer(row.json());
    }

    private void requireSame(String plural) throws RowFault {
        if (kind != null && !kind.equals(plural)) {
            throw new RowFault(
                    Reasons.WRONG_TYPE, "the file began with rows of " + kind + "; this is one of " + plural);
        }
        kind = plural;
    }

    /** Every non-blank row so far, broken ones too. */
    public long rowsRead() {
        return intake.read();
    }

    @Override
    public void close() {
        try (intake) {
            scratch.close();
        }
    }
}
