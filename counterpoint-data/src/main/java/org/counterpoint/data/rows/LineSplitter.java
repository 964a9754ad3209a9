package org.counterpoint.data.rows;

import java.io.IOException;

/** A row a line. Only the byte 0x0A ends one: U+2028 and its like are text. A CR before it is JSON's whitespace. */
final class LineSplitter implements RowSplitter {
    private final ByteSource in;
    private long line = 1;
    private long offset;

    LineSplitter(ByteSource in) {
        this.in = in;
    }

    @Override
    public boolean next(RowBytes row) throws IOException {
        while (true) {
            row.clear();
            line = in.line();
            offset = in.offset();
            if (!in.line(row)) {
                return false;
            }
            if (!row.blank() || row.overflowed()) {
                return true;
            }
        }
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public long offset() {
        return offset;
    }
}
