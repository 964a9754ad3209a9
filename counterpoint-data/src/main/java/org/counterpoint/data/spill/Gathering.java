package org.counterpoint.data.spill;

import java.util.Iterator;
import org.counterpoint.data.Key;

/**
 * Brings values of equal keys together, the keys in order of their first appearance and the values of a key in the
 * order in which they came, in bounded memory: the values lie in a scratch file, and only their places are sorted.
 */
public final class Gathering<T> {
    private final ValueFile<T> values;
    private final KeyIndex index;

    /**
     * A value in its place.
     *
     * @param first the number, from 0, of the first value with this key: the same within a key, rising between keys
     * @param number the value's own number
     */
    public record Member<T>(long first, long number, T value) {}

    /** @param scratch holds the values; to be closed after the last of them was taken */
    public Gathering(Codec<T> codec, Scratch scratch) {
        this.values = new ValueFile<>(codec, scratch);
        this.index = new KeyIndex(scratch);
    }

    public void add(Key key, T value) {
        index.add(key, values.add(value));
    }

    /** Everything added; to be asked for once, after the last addition. */
    public Iterator<Member<T>> inOrder() {
        values.finish();
        Iterator<KeyIndex.Entry> entries = index.inOrder();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (entries.hasNext()) {
                    return true;
                }
                values.close();
                return false;
            }

            @Override
            public Member<T> next() {
                KeyIndex.Entry entry = entries.next();
                return new Member<>(entry.first(), entry.number(), values.decode(values.raw(entry.position())));
            }
        };
    }
}
