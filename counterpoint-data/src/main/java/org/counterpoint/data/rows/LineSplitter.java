package org.counterpoint.data.rows;

import java.io.IOException;
import org.counterpoint.data.Reasons;
import org.jspecify.annotations.Nullable;

/** A row a line. Only the byte 0x0A ends one: U+2028 and its like are text. A CR before it is JSON's whitespace. */
final class LineSplitter implements RowSplitter {
    private final ByteSource in;
    private long line = 1;
    private long offset;
    private @Nullable Fault fault;

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
            if (row.overflowed()) {
                return true;
            }
            if (!row.blank()) {
                fault = in.endedLine() || !row.leavesOpen() ? null : cutShort();
                return true;
            }
        }
    }

    private Fault cutShort() {
        return new Fault(Reasons.TRUNCATED_FILE, "the file ends within this line, after " + in.offset() + " bytes");
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public @Nullable Fault fault() {
        return fault;
    }
}
