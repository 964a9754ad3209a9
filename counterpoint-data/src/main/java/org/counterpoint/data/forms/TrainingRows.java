package org.counterpoint.data.forms;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Thoughts;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rows of a file that is trained on, or of a part of one, as what they hold: groups, or pairs that are still to be brought
 * together by their prompts. The first row of a known form says which of them the file has.
 */
public final class TrainingRows implements Closeable {
    private static final String PREFERENCE_FORMS =
            RowForms.describe(List.of(SeveralAnswers.class, PairedAnswers.class));
    private static final String SFT_FORMS = PREFERENCE_FORMS + ", " + RowForms.describe(List.of(OneAnswer.class));

    private final TrainingData.Use use;
    private final RowIntake intake;
    private final Deque<Item> ready = new ArrayDeque<>();
    private @Nullable Kind kind;

    /** What the rows of a file are. */
    public enum Kind {
        GROUPS("groups"),
        PAIRS("pairs"),
        SINGLE("single answers");

        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }
    }

    /** What was read. */
    public sealed interface Item {}

    /**
     * A group by itself.
     *
     * @param left the places of turns in its conversation that are not to be learnt, where every turn is
     */
    public record Whole(ResponseGroup group, Set<Integer> left) implements Item {}

    /** A pair that joins the others of its prompt. */
    public record OfPrompt(GatheredPair pair) implements Item {}

    TrainingRows(Path file, TrainingData.Use use, Ledger ledger, Progress progress) {
        this(new RowIntake(file, ledger, progress), use, null);
    }

    private TrainingRows(RowIntake intake, TrainingData.Use use, @Nullable Kind kind) {
        this.intake = intake;
        this.use = use;
        this.kind = kind;
    }

    /**
     * Those of a part of a file, which need hold none: whether the file does, the {@link #account} of all tells.
     *
     * @param kind of the file; null where no earlier part tells
     */
    public static TrainingRows ofPart(RowReader rows, TrainingData.Use use, @Nullable Kind kind, Ledger ledger) {
        return new TrainingRows(new RowIntake("", rows, ledger, Progress.NONE), use, kind);
    }

    /** The next of them; null at the end. */
    public @Nullable Item next() {
        while (ready.isEmpty()) {
            Row.Valid row = intake.next();
            if (row == null) {
                return null;
            }
            try {
                read(row);
            } catch (RowFault fault) {
                intake.setAside(row, fault);
            }
        }
        return ready.remove();
    }

    private void read(Row.Valid row) throws RowFault {
        RowForm form = RowForms.of(row.json());
        if (form instanceof OneAnswer && use == TrainingData.Use.PREFERENCES) {
            throw new RowFault(
                    Reasons.MISSING_FIELD,
                    "the row has one answer and so no pair; it is for 'train sft', or for 'pairs' with others");
        }
        if (form instanceof PairedAnswers pairs) {
            requireSame(Kind.PAIRS);
            pairs(row, use.learnsChosen() ? pairs.toLearn(row.json()) : pairs.pairs(row.json()));
        } else if (form instanceof SeveralAnswers several) {
            requireSame(Kind.GROUPS);
            requireWanted(row.json());
            group(several.group(row.json(), row.origin(), intake.ledger()), Set.of());
        } else if (form instanceof OneAnswer one) {
            requireSame(Kind.SINGLE);
            if (use == TrainingData.Use.SFT) {
                LearningMarks.requireAnswer(row.json());
            }
            ResponseGroup group = one.group(row.json(), row.origin());
            requireFinished(group.responses().get(0).text());
            group(
                    group,
                    use == TrainingData.Use.EVERY_TURN
                            ? LearningMarks.turns(
                                    row.json(), group.prompt(), fault -> intake.setAsideAnswer(row, fault))
                            : Set.of());
        } else {
            throw PromptAlone.noAnswer(row.json());
        }
    }

    /** @param group null where nothing is left of it */
    private void group(@Nullable ResponseGroup group, Set<Integer> left) {
        if (group != null) {
            ready.add(new Whole(group, left));
            intake.used();
        }
    }

    /** A thought after which nothing came is nothing to learn; it has a score all the same. */
    private void requireFinished(String text) throws RowFault {
        if (use != TrainingData.Use.SCORES && Thoughts.USUAL.part(text).unfinished()) {
            throw new RowFault(Reasons.EMPTY_ANSWER, "the answer ends within its thought");
        }
    }

    /** Takes each of a row's pairs that can be used. */
    private void pairs(Row.Valid row, List<PairTexts> read) throws RowFault {
        RowPairs pairs = RowPairs.of(read, use, unwanted(row.json()));
        Set<Integer> left =
                use == TrainingData.Use.EVERY_TURN && !pairs.usable().isEmpty()
                        ? LearningMarks.turnsOfPair(
                                row.json(), read.get(0).prompt(), fault -> intake.setAsideAnswer(row, fault))
                        : Set.of();
        pairs.usable().forEach(texts -> ready.add(new OfPrompt(new GatheredPair(texts, row.origin(), left))));
        pairs.faults().forEach(fault -> intake.setAside(row, fault));
        pairs.lost().forEach(lost -> intake.setAsidePair(row, lost.pair(), lost.reason()));
        if (!pairs.usable().isEmpty()) {
            intake.used();
        }
    }

    /** What keeps the chosen answers of a pair from being used; where every turn is learnt, its message is one of several. */
    private @Nullable RowFault unwanted(JsonNode row) {
        return switch (use) {
            case SCORES -> null;
            case EVERY_TURN -> LearningMarks.ofRow(row);
            case SFT, PREFERENCES -> LearningMarks.ofChosen(row);
        };
    }

    private void requireWanted(JsonNode row) throws RowFault {
        RowFault fault = use == TrainingData.Use.SCORES ? null : LearningMarks.ofRow(row);
        if (fault != null) {
            throw fault;
        }
    }

    private void requireSame(Kind own) throws RowFault {
        if (kind != null && kind != own) {
            throw new RowFault(
                    Reasons.WRONG_TYPE,
                    "the file began with rows of " + kind.plural + "; this is one of " + own.plural);
        }
        kind = own;
    }

    /** Of what kind the file is; null where no row so far tells. */
    public @Nullable Kind kind() {
        return kind;
    }

    /** How many of the rows so far could be used. */
    public RowAccount account() {
        return intake.account();
    }

    /**
     * @param file the file's name
     * @param account of all its rows
     * @throws InputException where none could be used
     */
    public static void requireUsed(RowAccount account, String file, TrainingData.Use use) {
        account.requireUsed(file, forms(use));
    }

    void requireUsed() {
        intake.requireUsed(forms(use));
    }

    private static String forms(TrainingData.Use use) {
        return use == TrainingData.Use.PREFERENCES ? PREFERENCE_FORMS : SFT_FORMS;
    }

    @Override
    public void close() {
        intake.close();
    }
}
