package org.counterpoint.data.forms;

import java.io.Closeable;
import java.nio.file.Path;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.data.rows.Rows;
import org.jspecify.annotations.Nullable;

/** A file's rows with the broken ones already in the ledger, and the account of how many could be used. */
public final class RowIntake implements Closeable {
    private static final long ROWS_A_REPORT = 256;

    private final String name;
    private final RowReader rows;
    private final Ledger ledger;
    private final Progress progress;
    private long read;
    private long used;
    private @Nullable LedgerEntry firstFault;

    public RowIntake(Path file, Ledger ledger, Progress progress) {
        this(file.toString(), Rows.open(file), ledger, progress);
    }

    /** @param name what the rows' file is called in messages */
    RowIntake(String name, RowReader rows, Ledger ledger, Progress progress) {
        this.name = name;
        this.rows = rows;
        this.ledger = ledger;
        this.progress = progress;
    }

    /** The next row that is a JSON object; null at the end. */
    public Row.@Nullable Valid next() {
        while (rows.hasNext()) {
            Row row = rows.next();
            read++;
            if (read % ROWS_A_REPORT == 0) {
                progress.update(rows.position(), rows.size(), "bytes");
            }
            if (row instanceof Row.Valid valid) {
                return valid;
            }
            if (row instanceof Row.Broken broken) {
                setAside(broken.origin(), null, broken.reason(), broken.detail());
            }
        }
        progress.update(rows.size(), rows.size(), "bytes");
        return null;
    }

    public void setAside(Row.Valid row, RowFault fault) {
        setAside(row.origin(), id(row), fault.reason(), fault.detail());
    }

    /** A pair of the row goes with one of its answers, for that one's reason. */
    void setAsidePair(Row.Valid row, PairTexts pair, String reason) {
        add(LedgerEntry.lostPair(pair.typeName(), row.origin(), pair.id(), reason));
    }

    /** One of a row's answers is not used; the others may be. */
    void setAsideAnswer(Row.Valid row, RowFault fault) {
        add(new LedgerEntry(LedgerEntry.Kind.ANSWER, row.origin(), id(row), fault.reason(), fault.detail()));
    }

    private static @Nullable String id(Row.Valid row) {
        try {
            return Fields.id(row.json());
        } catch (RowFault fault) {
            return null;
        }
    }

    private void setAside(Origin origin, @Nullable String id, String reason, String detail) {
        add(new LedgerEntry(kind(reason), origin, id, reason, detail));
    }

    /** Where those set aside what take rows apart; for the account here. */
    Ledger ledger() {
        return this::add;
    }

    private void add(LedgerEntry entry) {
        if (firstFault == null) {
            firstFault = entry;
        }
        ledger.add(entry);
    }

    private static LedgerEntry.Kind kind(String reason) {
        return switch (reason) {
            case Reasons.IDENTICAL_ANSWERS -> LedgerEntry.Kind.PAIR;
            case Reasons.EMPTY_ANSWER, Reasons.UNWANTED_ANSWER, Reasons.WITHOUT_PAIR -> LedgerEntry.Kind.ANSWER;
            default -> LedgerEntry.Kind.ROW;
        };
    }

    public void used() {
        used++;
    }

    /** Every non-blank row so far, broken ones too. */
    public long read() {
        return read;
    }

    /** How many of the rows so far could be used. */
    public RowAccount account() {
        return new RowAccount(read, used, firstFault);
    }

    /**
     * @param forms the forms that could be read here, for a person
     * @throws InputException where no row could be used
     */
    public void requireUsed(String forms) {
        account().requireUsed(name, forms);
    }

    @Override
    public void close() {
        rows.close();
    }
}
