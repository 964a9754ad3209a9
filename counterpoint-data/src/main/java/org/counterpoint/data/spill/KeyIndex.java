package org.counterpoint.data.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import org.counterpoint.data.Key;

/**
 * Brings the places of values with equal keys together, the keys in order of their first appearance and the places of a
 * key in the order in which they came, in bounded memory: sorted by key to find each key's first place, then by that.
 */
public final class KeyIndex {
    private static final Comparator<Entry> BY_KEY = (a, b) -> {
        int high = Long.compare(a.high, b.high);
        int key = high == 0 ? Long.compare(a.low, b.low) : high;
        return key == 0 ? Long.compare(a.number, b.number) : key;
    };
    private static final Comparator<Entry> BY_FIRST = (a, b) -> {
        int first = Long.compare(a.first, b.first);
        return first == 0 ? Long.compare(a.number, b.number) : first;
    };

    private final Scratch scratch;
    private final ExternalSorter<Entry> byKey;
    private long count;

    /**
     * A place.
     *
     * @param high,low the key
     * @param first the number, from 0, of the first place with this key: the same within a key, rising between keys
     * @param number the place's own number
     * @param position what was added, such as a position in a {@link ValueFile}
     */
    public record Entry(long high, long low, long first, long number, long position) {
        /** The key's place among all keys is the same. */
        public boolean sameKey(Entry other) {
            return high == other.high && low == other.low;
        }
    }

    public KeyIndex(Scratch scratch) {
        this.scratch = scratch;
        this.byKey = new ExternalSorter<>(BY_KEY, new EntryCodec(), scratch);
    }

    public void add(Key key, long position) {
        byKey.add(new Entry(key.high(), key.low(), 0, count++, position));
    }

    /** Everything added; to be asked for once, after the last addition. */
    public Iterator<Entry> inOrder() {
        ExternalSorter<Entry> byFirst = new ExternalSorter<>(BY_FIRST, new EntryCodec(), scratch);
        Entry head = null;
        for (Iterator<Entry> sorted = byKey.sorted(); sorted.hasNext(); ) {
            Entry entry = sorted.next();
            if (head == null || !head.sameKey(entry)) {
                head = entry;
            }
            byFirst.add(new Entry(entry.high, entry.low, head.number, entry.number, entry.position));
        }
        return byFirst.sorted();
    }

    private record EntryCodec() implements Codec<Entry> {
        @Override
        public void write(Entry entry, DataOutput out) throws IOException {
            out.writeLong(entry.high);
            out.writeLong(entry.low);
            out.writeLong(entry.first);
            out.writeLong(entry.number);
            out.writeLong(entry.position);
        }

        @Override
        public Entry read(DataInput in) throws IOException {
            return new Entry(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
        }

        @Override
        public long weight(Entry entry) {
            return 64;
        }
    }
}
