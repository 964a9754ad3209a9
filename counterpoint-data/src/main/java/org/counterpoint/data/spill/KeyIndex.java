package org.counterpoint.data.spill;

import java.util.Iterator;
import org.counterpoint.data.Key;

/**
 * Brings the places of values with equal keys together, the keys in order of their first appearance and the places of a
 * key in the order in which they came, in bounded memory: sorted by key to find each key's first place, then by that.
 */
public final class KeyIndex {
    private final Scratch scratch;
    private final RecordSorter byKey;
    private long count;

    /**
     * A place.
     *
     * @param first the number, from 0, of the first place with this key: the same within a key, rising between keys
     * @param number the place's own number
     * @param position what was added, such as a position in a {@link ValueFile}
     */
    public record Entry(long first, long number, long position) {}

    public KeyIndex(Scratch scratch) {
        this.scratch = scratch;
        this.byKey = new RecordSorter(4, scratch);
    }

    public void add(Key key, long position) {
        byKey.add(key.high(), key.low(), count++, position);
    }

    /** Everything added; to be asked for once, after the last addition. */
    public Iterator<Entry> inOrder() {
        RecordSorter byFirst = new RecordSorter(3, scratch);
        long[] head = {};
        for (Iterator<long[]> sorted = byKey.sorted(); sorted.hasNext(); ) {
            long[] record = sorted.next();
            if (head.length == 0 || head[0] != record[0] || head[1] != record[1]) {
                head = record;
            }
            byFirst.add(head[2], record[2], record[3]);
        }
        Iterator<long[]> sorted = byFirst.sorted();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return sorted.hasNext();
            }

            @Override
            public Entry next() {
                long[] record = sorted.next();
                return new Entry(record[0], record[1], record[2]);
            }
        };
    }
}
