package org.counterpoint.data.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Merge sort of records of a few longs, compared from the first one on, in bounded memory: what exceeds the scratch's
 * budget goes to sorted files, which are merged as they are read. No two records may be equal, so that the result does
 * not depend on where the files were cut.
 */
final class RecordSorter {
    /** Files merged at once; each holds a descriptor and a buffer. */
    private static final int FAN_IN = 64;

    private static final int GATHERED = 256;
    /** Bits that are sorted by at once: as many places as the nearest cache has room for. */
    private static final int DIGIT = 11;

    private static final int LEAST = 64;
    /** So that the array of longs has no more of them than an array can have. */
    private static final int MOST = 1 << 26;

    private final int width;
    private final Scratch scratch;
    private final int capacity;
    private long[] records = new long[0];
    private int count;
    private List<Spool<long[]>> runs = new ArrayList<>();

    /** @param width how many longs a record has */
    RecordSorter(int width, Scratch scratch) {
        this.width = width;
        this.scratch = scratch;
        // A record, and its place in the two arrays between which it is sorted.
        this.capacity = (int) Math.max(LEAST, Math.min(MOST, scratch.budget() / (Long.BYTES * (width + 2L))));
    }

    void add(long... record) {
        if (count == capacity) {
            spill();
        }
        int at = count * width;
        if (at == records.length) {
            records = Arrays.copyOf(records, (int) Math.min(2L * Math.max(count, LEAST), capacity) * width);
        }
        System.arraycopy(record, 0, records, at, width);
        count++;
    }

    /** Everything added, in order; to be asked for once, after the last addition. */
    Iterator<long[]> sorted() {
        if (runs.isEmpty()) {
            return sortedMemory();
        }
        spill();
        records = new long[0];
        return new Merge(runs);
    }

    private void spill() {
        if (count == 0) {
            return;
        }
        runs.add(write(sortedMemory()));
        count = 0;
        if (runs.size() == FAN_IN) {
            List<Spool<long[]>> merged = runs;
            runs = new ArrayList<>(List.of(write(new Merge(merged))));
        }
    }

    private Spool<long[]> write(Iterator<long[]> sorted) {
        Spool<long[]> run = new Spool<>(new LongsCodec(width), scratch);
        sorted.forEachRemaining(run::add);
        run.finish();
        return run;
    }

    private Iterator<long[]> sortedMemory() {
        int[] order = order();
        return new Iterator<>() {
            private final long[] gathered = new long[GATHERED * width];
            private int next;

            @Override
            public boolean hasNext() {
                return next < order.length;
            }

            @Override
            public long[] next() {
                int at = next % GATHERED * width;
                if (at == 0) {
                    gather(order, next, gathered);
                }
                next++;
                return Arrays.copyOfRange(gathered, at, at + width);
            }
        };
    }

    /** The next records in order. They lie anywhere: read in one loop, the processor waits for several of them at once. */
    private void gather(int[] order, int from, long[] into) {
        int to = Math.min(order.length, from + GATHERED);
        int at = 0;
        for (int i = from; i < to; i++) {
            int record = order[i] * width;
            for (int j = 0; j < width; j++) {
                into[at++] = records[record + j];
            }
        }
    }

    /**
     * The numbers of the records in order: longs are sorted that hold as much of a record's first long as there is room
     * for above its number; the few that are equal so far are then put in order by all of the record.
     */
    private int[] order() {
        int numberBits = 32 - Integer.numberOfLeadingZeros(Math.max(1, count - 1));
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, records[i * width]);
            most = Math.max(most, records[i * width]);
        }
        int bits = 64 - Long.numberOfLeadingZeros(most - least);
        int dropped = Math.max(0, bits + numberBits - 63);
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (records[i * width] - least) >>> dropped << numberBits | i;
        }
        keys = sorted(keys, numberBits, numberBits + bits - dropped);
        int[] order = new int[count];
        int run = 0;
        for (int i = 0; i < count; i++) {
            order[i] = (int) (keys[i] & ((1L << numberBits) - 1));
            if (keys[i] >>> numberBits != keys[run] >>> numberBits) {
                settle(order, run, i);
                run = i;
            }
        }
        settle(order, run, count);
        return order;
    }

    /** Longs in order of their bits from one up to another, equal ones as they came: digit by digit, the lowest first. */
    private static long[] sorted(long[] keys, int from, int to) {
        long[] given = keys;
        long[] into = new long[keys.length];
        int[] places = new int[1 << DIGIT];
        for (int low = from; low < to; low += DIGIT) {
            Arrays.fill(places, 0);
            for (long key : given) {
                places[(int) (key >>> low) & places.length - 1]++;
            }
            int place = 0;
            for (int i = 0; i < places.length; i++) {
                int those = places[i];
                places[i] = place;
                place += those;
            }
            for (long key : given) {
                into[places[(int) (key >>> low) & places.length - 1]++] = key;
            }
            long[] other = given;
            given = into;
            into = other;
        }
        return given;
    }

    /** Mostly they are in order already, as equal keys were added in the order of their numbers. */
    private void settle(int[] order, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (compare(order[i - 1], order[i]) > 0) {
                Integer[] boxed = Arrays.stream(order, from, to).boxed().toArray(Integer[]::new);
                Arrays.sort(boxed, this::compare);
                for (int j = from; j < to; j++) {
                    order[j] = boxed[j - from];
                }
                return;
            }
        }
    }

    private int compare(int a, int b) {
        int i = 0;
        while (i < width - 1 && records[a * width + i] == records[b * width + i]) {
            i++;
        }
        return Long.compare(records[a * width + i], records[b * width + i]);
    }

    /** Always gives the least of the runs' next records; deletes a run once it is read. */
    private static final class Merge implements Iterator<long[]> {
        private final PriorityQueue<Head> heads;

        Merge(List<Spool<long[]>> runs) {
            this.heads = new PriorityQueue<>(runs.size(), (a, b) -> Arrays.compare(a.record, b.record));
            for (Spool<long[]> run : runs) {
                advance(run, run.open());
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public long[] next() {
            Head head = heads.remove();
            advance(head.run, head.cursor);
            return head.record;
        }

        private void advance(Spool<long[]> run, Spool.Cursor<long[]> cursor) {
            long[] record = cursor.nextOrNull();
            if (record == null) {
                cursor.close();
                run.close();
            } else {
                heads.add(new Head(record, run, cursor));
            }
        }
    }

    private record Head(long[] record, Spool<long[]> run, Spool.Cursor<long[]> cursor) {}

    private record LongsCodec(int width) implements Codec<long[]> {
        @Override
        public void write(long[] record, DataOutput out) throws IOException {
            for (long value : record) {
                out.writeLong(value);
            }
        }

        @Override
        public long[] read(DataInput in) throws IOException {
            long[] record = new long[width];
            for (int i = 0; i < width; i++) {
                record[i] = in.readLong();
            }
            return record;
        }

        @Override
        public long weight(long[] record) {
            return 16 + Long.BYTES * (long) width;
        }
    }
}
