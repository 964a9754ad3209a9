package org.counterpoint.data.forms;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.spill.Scratch;
import org.jspecify.annotations.Nullable;

/** The groups that a file trains on, whatever its form; the first row of a known form says which the file has. */
public final class TrainingData implements Closeable {
    /** What the groups are for. */
    public enum Use {
        /** Groups with pairs: rows of groups, ranked completions, or pairs. */
        PREFERENCES,
        /** Responses to learn: the same, and rows with one answer each, but for those that are marked as not to be learnt. */
        SFT,
        /** Likewise, and the assistant's turns in their prompts, each with what comes before it as a group of its own. */
        EVERY_TURN,
        /** Responses to score: rows with one answer each too, whatever they are marked as. */
        SCORES;

        /** Whether the chosen answer is all that is asked of a pair. */
        boolean learnsChosen() {
            return this == SFT || this == EVERY_TURN;
        }
    }

    private final TrainingRows rows;
    private final Use use;
    private final Scratch scratch;
    private final Deque<ResponseGroup> turns = new ArrayDeque<>();
    private @Nullable PairGatherer gatherer;

    /**
     * @param ledger takes every row, answer and pair that is not used
     * @param scratch where pairs wait for the others of their prompt; closed with this
     * @throws InputException where the file as a whole cannot be used
     */
    public TrainingData(Path file, Use use, Ledger ledger, Progress progress, Scratch scratch) {
        this.use = use;
        this.scratch = scratch;
        this.rows = new TrainingRows(file, use, ledger, progress);
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
        while (turns.isEmpty()) {
            TrainingRows.Whole whole = nextWhole();
            if (whole == null) {
                return null;
            }
            if (use != Use.EVERY_TURN) {
                return whole.group();
            }
            turns.addAll(EveryTurn.of(whole.group(), whole.left()));
        }
        return turns.remove();
    }

    private TrainingRows.@Nullable Whole nextWhole() {
        if (gatherer != null) {
            return gatherer.nextWhole();
        }
        for (TrainingRows.Item item = rows.next(); item != null; item = rows.next()) {
            if (item instanceof TrainingRows.Whole whole) {
                return whole;
            }
            if (item instanceof TrainingRows.OfPrompt pair) {
                gatherer = gatherer == null ? new PairGatherer(scratch) : gatherer;
                gatherer.add(pair.pair().prompt(), pair.pair());
            }
        }
        rows.requireUsed();
        return gatherer == null ? null : gatherer.nextWhole();
    }

    /** Every non-blank row so far, broken ones too. */
    public long rowsRead() {
        return rows.account().read();
    }

    @Override
    public void close() {
        try (rows) {
            scratch.close();
        }
    }
}
