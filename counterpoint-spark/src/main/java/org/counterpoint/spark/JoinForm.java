package org.counterpoint.spark;

import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import org.counterpoint.data.Key;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.forms.RowAccount;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.pairs.ReadAnswers;
import org.jspecify.annotations.Nullable;

/** What rows hold that is brought together by prompts, and how it travels. */
interface JoinForm<E> extends Serializable {
    /** The elements of a part of the input; what is none goes to the ledger. */
    Reader<E> open(int part, RowReader rows, Ledger ledger);

    Key prompt(E element);

    /** An id that may stand with one prompt only; null for none. */
    @Nullable
    String id(E element);

    Origin origin(E element);

    /** @param contradicts where its id stood with another prompt before; null where it did not */
    void write(E element, @Nullable Origin contradicts, DataOutput out) throws IOException;

    /** The elements, in order. */
    interface Reader<E> {
        /** The next one; null at the end. */
        @Nullable
        E next();

        /** Takes down what the whole is asked for. */
        void count(E element);

        /** How many rows so far could be used. */
        RowAccount rows();

        /** What was counted. */
        ReadAnswers counted();
    }
}
