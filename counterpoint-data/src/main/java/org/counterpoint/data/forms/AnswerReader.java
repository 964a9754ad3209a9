package org.counterpoint.data.forms;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.counterpoint.data.Answer;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.jspecify.annotations.Nullable;

/** The answers of one file, in order, in every form that holds some, told apart row by row. */
public final class AnswerReader implements Closeable {
    private static final String FORMS = RowForms.describe(List.of(OneAnswer.class, SeveralAnswers.class))
            + ", each with the model's name in 'model' or 'generator', or given as MODEL=FILE";

    private final @Nullable String model;
    private final boolean whole;
    private final boolean toPair;
    private final RowIntake intake;
    private final AnswerContext context;
    /** The answers of the last row that are not yet given out. */
    private final Deque<PlacedAnswer> waiting = new ArrayDeque<>();

    /**
     * @param ledger takes the rows that hold no answer
     * @throws InputException where the file as a whole cannot be used
     */
    public AnswerReader(AnswerFile file, Ledger ledger, Progress progress) {
        this(file.model(), true, false, new RowIntake(file.path(), ledger, progress));
    }

    private AnswerReader(@Nullable String model, boolean whole, boolean toPair, RowIntake intake) {
        this.model = model;
        this.whole = whole;
        this.toPair = toPair;
        this.context = new AnswerContext(model, new BenchQuestions());
        this.intake = intake;
    }

    /** Of a file whose answers are paired, but for those that their rows mark as not to be preferred. */
    public static AnswerReader toPair(AnswerFile file, Ledger ledger, Progress progress) {
        return new AnswerReader(file.model(), true, true, new RowIntake(file.path(), ledger, progress));
    }

    /**
     * The answers to pair of a part of a file, which need hold none: whether the file does, the {@link #account} of all its parts
     * tells.
     *
     * @param model as {@link AnswerFile#model}
     */
    public static AnswerReader ofPart(@Nullable String model, RowReader rows, Ledger ledger) {
        return new AnswerReader(model, false, true, new RowIntake("", rows, ledger, Progress.NONE));
    }

    /**
     * @param account of all parts of the file
     * @throws InputException where the file has no answer
     */
    public static void requireAnswers(String file, RowAccount account) {
        account.requireUsed(file, FORMS);
    }

    /**
     * The next answer, empty ones included; null at the end.
     *
     * @throws InputException at the end of a file without a valid row
     */
    public @Nullable Answer next() {
        PlacedAnswer placed = nextPlaced();
        return placed == null ? null : placed.answer();
    }

    /** As {@link #next}, with where the answer stands. */
    public @Nullable PlacedAnswer nextPlaced() {
        if (!waiting.isEmpty()) {
            return waiting.remove();
        }
        for (Row.Valid row = intake.next(); row != null; row = intake.next()) {
            Row.Valid current = row;
            try {
                if (toPair) {
                    LearningMarks.requireAnswer(row.json());
                }
                List<Answer> answers = answers(row, context, fault -> intake.setAsideAnswer(current, fault));
                if (answers.isEmpty()) {
                    continue;
                }
                intake.used();
                for (Answer answer : answers) {
                    waiting.add(new PlacedAnswer(answer, model, row.place(), waiting.size()));
                }
                return waiting.remove();
            } catch (RowFault fault) {
                intake.setAside(row, fault);
            }
        }
        if (whole) {
            intake.requireUsed(FORMS);
        }
        return null;
    }

    /**
     * The answers of a row, the same whenever it is asked.
     *
     * @param faults takes what is wrong with one of several answers
     */
    static List<Answer> answers(Row.Valid row, AnswerContext context, Consumer<RowFault> faults) throws RowFault {
        return RowForms.of(row.json()).answers(row, context, faults);
    }

    /** Every non-blank row so far, broken ones too. */
    public long rowsRead() {
        return intake.read();
    }

    /** How many of the rows so far hold an answer. */
    public RowAccount account() {
        return intake.account();
    }

    @Override
    public void close() {
        intake.close();
    }
}
