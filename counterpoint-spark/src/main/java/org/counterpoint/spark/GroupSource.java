package org.counterpoint.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.RowAccount;
import org.jspecify.annotations.Nullable;

/** How a task comes to its groups, as often as it is asked to. */
interface GroupSource<T> extends Serializable {
    /**
     * @param content what the partition holds
     * @param ledger takes what is read and not used
     */
    Groups open(int part, Iterator<T> content, Ledger ledger) throws IOException;

    /** The groups of a task, in the order of the input. */
    interface Groups extends Closeable {
        /** The next one; null at the end. */
        @Nullable
        ResponseGroup next();

        /** How many of the rows that were read for them so far could be used; of none where others have read them. */
        RowAccount rows();

        /** How many lines of a file were read for them so far; 0 where others have read them. */
        long lines();
    }
}
