package org.counterpoint.spark;

import java.io.IOException;
import java.util.Iterator;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.forms.TrainingRows;
import org.jspecify.annotations.Nullable;

/**
 * Groups that stand in the file, a row each.
 *
 * @param lines null where they do not matter
 * @param kind of the file; null where none of its rows tells
 */
record StandingGroups<T>(Opening<T> opening, @Nullable Lines lines, TrainingRows.@Nullable Kind kind)
        implements GroupSource<T> {
    @Override
    public Groups open(int part, Iterator<T> content, Ledger ledger) throws IOException {
        OpenPart open = opening.open(content, lines == null ? 1 : lines.first(part));
        return new Reading(open, TrainingRows.ofPart(open.rows(), TrainingData.Use.PREFERENCES, kind, ledger));
    }

    private record Reading(OpenPart open, TrainingRows read) implements Groups {
        @Override
        public @Nullable ResponseGroup next() {
            return read.next() instanceof TrainingRows.Whole whole ? whole.group() : null;
        }

        @Override
        public RowAccount rows() {
            return read.account();
        }

        @Override
        public long lines() {
            return open.lines().getAsLong();
        }

        @Override
        public void close() throws IOException {
            open.close();
        }
    }
}
