package org.counterpoint.data.rows;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows that belong to groups, found by the groups' ids while the groups are read. Where both files have the same order,
 * of which either may lack some, one pass is enough (a second one at the first id that is missing); in another order
 * every id is found all the same, slowly. One thread.
 */
public final class RowsBeside implements Closeable {
    private static final String ID = "id";

    private final Path file;
    private RowReader rows;

    /** All ids of the file, known once one was missing: what is not there must not be looked for to the end. */
    private @Nullable Set<String> ids;

    /** @throws org.counterpoint.data.InputException where the file cannot be opened */
    public RowsBeside(Path file) {
        this.file = file;
        this.rows = Rows.open(file);
    }

    /** The row with this id, the next one of several; null where there is none. */
    public @Nullable ObjectNode of(String id) {
        if (ids != null && !ids.contains(id)) {
            return null;
        }
        ObjectNode found = from(id);
        if (found == null && known().contains(id)) {
            again();
            found = from(id);
        } else if (found == null) {
            again(); // the rows passed over in vain are still to be asked for
        }
        return found;
    }

    private @Nullable ObjectNode from(String id) {
        while (rows.hasNext()) {
            if (rows.next() instanceof Row.Valid row
                    && id.equals(row.json().path(ID).asString(""))) {
                return row.json();
            }
        }
        return null;
    }

    private Set<String> known() {
        Set<String> all = ids;
        if (all == null) {
            all = new HashSet<>();
            again();
            while (rows.hasNext()) {
                if (rows.next() instanceof Row.Valid row) {
                    all.add(row.json().path(ID).asString(""));
                }
            }
            ids = all;
        }
        return all;
    }

    private void again() {
        rows.close();
        rows = Rows.open(file);
    }

    @Override
    public void close() {
        rows.close();
    }
}
