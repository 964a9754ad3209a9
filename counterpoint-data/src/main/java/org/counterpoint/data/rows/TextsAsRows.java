package org.counterpoint.data.rows;

import java.util.Iterator;
import org.counterpoint.data.Origin;

/** Rows that somebody else has read, as texts. */
final class TextsAsRows implements RowReader {
    private final Iterator<String> rows;
    private final String name;
    private long line;

    /** @param line the first row's number */
    TextsAsRows(Iterator<String> rows, String name, long line) {
        this.rows = rows;
        this.name = name;
        this.line = line;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Row next() {
        return RowParser.parse(rows.next(), new Origin(name, line++));
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public void close() {}
}
