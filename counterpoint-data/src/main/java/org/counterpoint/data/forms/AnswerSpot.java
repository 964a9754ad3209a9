package org.counterpoint.data.forms;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.counterpoint.data.rows.RowPlace;
import org.counterpoint.data.spill.Codec;

/**
 * Where a kept answer lies.
 *
 * @param source the number of its file, or {@link #COPY}
 * @param number which of its row's answers it is, from 0
 * @param line the row's line in the file
 * @param element its number in the file's array; 0 where there is none
 * @param place the row's bytes; of a copy only the offset says something: where it lies in the scratch file
 */
record AnswerSpot(int source, int number, long line, long element, RowPlace place) {
    /** Not in its file but in a scratch file. */
    static final int COPY = -1;

    static AnswerSpot ofCopy(long position) {
        return new AnswerSpot(COPY, 0, 0, 0, new RowPlace(position, 0, 0));
    }

    boolean sameRow(AnswerSpot other) {
        return source == other.source && place.offset() == other.place.offset();
    }

    /** As many bytes for each, put together before they are written: a number at a time costs several times as much. */
    record SpotCodec() implements Codec<AnswerSpot> {
        private static final int BYTES = 4 * Integer.BYTES + 3 * Long.BYTES;

        @Override
        public void write(AnswerSpot spot, DataOutput out) throws IOException {
            out.write(ByteBuffer.allocate(BYTES)
                    .putInt(spot.source)
                    .putInt(spot.number)
                    .putLong(spot.line)
                    .putLong(spot.element)
                    .putLong(spot.place.offset())
                    .putInt(spot.place.length())
                    .putInt(spot.place.checksum())
                    .array());
        }

        @Override
        public AnswerSpot read(DataInput in) throws IOException {
            byte[] bytes = new byte[BYTES];
            in.readFully(bytes);
            ByteBuffer from = ByteBuffer.wrap(bytes);
            return new AnswerSpot(
                    from.getInt(),
                    from.getInt(),
                    from.getLong(),
                    from.getLong(),
                    new RowPlace(from.getLong(), from.getInt(), from.getInt()));
        }

        @Override
        public long weight(AnswerSpot spot) {
            return 64;
        }
    }
}
