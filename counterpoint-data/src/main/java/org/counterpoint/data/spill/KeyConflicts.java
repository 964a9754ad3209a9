package org.counterpoint.data.spill;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.counterpoint.data.Key;

/**
 * Finds what bears a key that something else had before. Sorted through scratch files; only what conflicts is held in
 * memory.
 */
public final class KeyConflicts {
    private final RecordSorter sorter;
    private long count;

    public KeyConflicts(Scratch scratch) {
        this.sorter = new RecordSorter(6, scratch);
    }

    /**
     * @param key what should stand for one meaning only
     * @param meaning what it stands for here
     * @param position where
     */
    public void add(Key key, Key meaning, long position) {
        sorter.add(key.high(), key.low(), count++, meaning.high(), meaning.low(), position);
    }

    /**
     * The positions at which a key stands for another meaning than at first, each with that first position; to be asked
     * for once, after the last addition.
     */
    public Map<Long, Long> positions() {
        Map<Long, Long> conflicts = new HashMap<>();
        long[] first = {};
        for (Iterator<long[]> sorted = sorter.sorted(); sorted.hasNext(); ) {
            long[] record = sorted.next();
            if (first.length == 0 || first[0] != record[0] || first[1] != record[1]) {
                first = record;
            } else if (first[3] != record[3] || first[4] != record[4]) {
                conflicts.put(record[5], first[5]);
            }
        }
        return conflicts;
    }
}
