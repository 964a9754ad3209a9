package org.counterpoint.data.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Reasons;
import org.jspecify.annotations.Nullable;

/** Some rows as bytes, cut but not yet parsed, so that another thread may do that. */
final class RowBatch {
    private final String file;
    private byte[] bytes = new byte[1 << 14];
    private int length;
    private final List<Cut> cuts = new ArrayList<>();

    /**
     * @param offset of the first byte in the file, or -1 where the file cannot be read at it
     * @param fault why these bytes are no row; null where they may be one
     */
    private record Cut(
            long line,
            long offset,
            int from,
            int length,
            @Nullable String reason,
            @Nullable String fault) {}

    RowBatch(String file) {
        this.file = file;
    }

    /** @param offset of the row's first byte in the file, or -1 */
    void add(RowBytes row, long line, long offset) {
        if (length + row.length() > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + row.length(), bytes.length * 2));
        }
        System.arraycopy(row.array(), 0, bytes, length, row.length());
        cuts.add(new Cut(line, offset, length, row.length(), null, null));
        length += row.length();
    }

    void addBroken(long line, String reason, String fault) {
        cuts.add(new Cut(line, -1, 0, 0, reason, fault));
    }

    int rows() {
        return cuts.size();
    }

    int bytes() {
        return length;
    }

    List<Row> parse() {
        List<Row> rows = new ArrayList<>(cuts.size());
        RowParser parser = new RowParser();
        for (Cut cut : cuts) {
            Origin origin = new Origin(file, cut.line);
            rows.add(
                    cut.fault == null
                            ? parser.parse(bytes, cut.from, cut.length, origin, place(cut))
                            : new Row.Broken(origin, cut.reason == null ? Reasons.BAD_JSON : cut.reason, cut.fault));
        }
        return rows;
    }

    private @Nullable RowPlace place(Cut cut) {
        return cut.offset < 0 ? null : RowPlace.of(cut.offset, bytes, cut.from, cut.length);
    }
}
