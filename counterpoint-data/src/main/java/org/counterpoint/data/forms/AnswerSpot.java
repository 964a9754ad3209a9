package org.counterpoint.data.forms;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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

    record SpotCodec() implements Codec<AnswerSpot> {
        @Override
        public void write(AnswerSpot spot, DataOutput out) throws IOException {
            out.writeInt(spot.source);
            out.writeInt(spot.number);
            out.writeLong(spot.line);
            out.writeLong(spot.element);
            out.writeLong(spot.place.offset());
            out.writeInt(spot.place.length());
            out.writeInt(spot.place.checksum());
        }

        @Override
        public AnswerSpot read(DataInput in) throws IOException {
            return new AnswerSpot(
                    in.readInt(),
                    in.readInt(),
                    in.readLong(),
                    in.readLong(),
                    new RowPlace(in.readLong(), in.readInt(), in.readInt()));
        }

        @Override
        public long weight(AnswerSpot spot) {
            return 64;
        }
    }
}
