package org.counterpoint.data.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.data.Origin;
import org.jspecify.annotations.Nullable;

/** Some rows as bytes, cut but not yet parsed, so that another thread may do that. */
final class RowBatch {
    private byte[] bytes;
    private int length;
    private final List<Cut> cuts = new ArrayList<>();

    /**
     * @param offset of the first byte in the file, or -1 where the file cannot be read at it
     * @param fault why these bytes are no row; null where they may be one
     */
    private record Cut(Origin origin, long offset, int from, int length, RowSplitter.@Nullable Fault fault) {}

    /** @param room for how many bytes there is at first */
    RowBatch(int room) {
        this.bytes = new byte[room];
    }

    /** @param offset of the row's first byte in the file, or -1 */
    void add(RowBytes row, Origin origin, long offset) {
        if (length + row.length() > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + row.length(), bytes.length * 2));
        }
        System.arraycopy(row.array(), 0, bytes, length, row.length());
        cuts.add(new Cut(origin, offset, length, row.length(), null));
        length += row.length();
    }

    void addBroken(Origin origin, RowSplitter.Fault fault) {
        cuts.add(new Cut(origin, -1, 0, 0, fault));
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
            RowSplitter.Fault fault = cut.fault;
            rows.add(
                    fault == null
                            ? parser.parse(bytes, cut.from, cut.length, cut.origin, place(cut))
                            : new Row.Broken(cut.origin, fault.reason(), fault.detail()));
        }
        return rows;
    }

    private @Nullable RowPlace place(Cut cut) {
        return cut.offset < 0 ? null : RowPlace.of(cut.offset, bytes, cut.from, cut.length);
    }
}
