package org.counterpoint.spark;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** For a part's answers, by their number: where the prompt stood first, and what contradicts the id. Eight bytes an answer. */
final class Firsts {
    private long[] first = new long[1 << 10];
    private final Map<Long, long[]> conflicts = new HashMap<>();

    /** @param found what {@link FirstPlaces} sent to this part */
    Firsts(Iterator<Tuple2<Long, byte[]>> found) {
        ChunkReader.each(found, in -> {
            int kind = in.readByte();
            long number = AnswerPlace.number(in.readLong());
            if (kind == FirstPlaces.FIRST) {
                if (number >= first.length) {
                    first = Arrays.copyOf(first, (int) Math.max(number + 1, first.length + (first.length >> 1)));
                }
                first[(int) number] = in.readLong();
            } else {
                conflicts.put(number, new long[] {in.readLong(), in.readLong(), in.readLong()});
            }
        });
    }

    long of(long number) {
        return first[(int) number];
    }

    /** Place, line within its part, and element of the answer that had the id first; null where nothing contradicts. */
    long @Nullable [] conflict(long number) {
        return conflicts.get(number);
    }

    /** How many prompts stand in this part first. */
    static long count(int part, Iterator<Tuple2<Long, byte[]>> found) {
        long[] count = {0};
        ChunkReader.each(found, in -> {
            int kind = in.readByte();
            long place = in.readLong();
            if (kind == FirstPlaces.FIRST) {
                count[0] += in.readLong() == place ? 1 : 0;
            } else {
                in.skipBytes(3 * Long.BYTES);
            }
        });
        return count[0];
    }
}
