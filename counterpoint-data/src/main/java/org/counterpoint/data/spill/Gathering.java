package org.counterpoint.data.spill;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;

/**
 * Brings values of equal keys together, the keys in order of their first appearance and the values of a key in the
 * order in which they came, in bounded memory: sorted by key to find each key's first value, then by that.
 */
public final class Gathering<T> {
    private final Codec<Member<T>> codec;
    private final Scratch scratch;
    private final ExternalSorter<Member<T>> byKey;
    private long count;

    /**
     * A value in its place.
     *
     * @param first the number, from 0, of the first value with this key: the same within a key, rising between keys
     * @param number the value's own number
     */
    public record Member<T>(String key, long first, long number, T value) {}

    public Gathering(Codec<T> codec, Scratch scratch) {
        this.codec = new MemberCodec<>(codec);
        this.scratch = scratch;
        this.byKey = new ExternalSorter<>(
                Comparator.<Member<T>, String>comparing(Member::key).thenComparingLong(Member::number),
                this.codec,
                scratch);
    }

    public void add(String key, T value) {
        byKey.add(new Member<>(key, 0, count++, value));
    }

    /** Everything added; to be asked for once, after the last addition. */
    public Iterator<Member<T>> inOrder() {
        ExternalSorter<Member<T>> byFirst = new ExternalSorter<>(
                Comparator.<Member<T>>comparingLong(Member::first).thenComparingLong(Member::number), codec, scratch);
        String key = null;
        long first = 0;
        for (Iterator<Member<T>> sorted = byKey.sorted(); sorted.hasNext(); ) {
            Member<T> member = sorted.next();
            if (!member.key().equals(key)) {
                key = member.key();
                first = member.number();
            }
            byFirst.add(new Member<>(member.key(), first, member.number(), member.value()));
        }
        return byFirst.sorted();
    }

    private record MemberCodec<T>(Codec<T> values) implements Codec<Member<T>> {
        @Override
        public void write(Member<T> member, DataOutput out) throws IOException {
            Values.writeText(member.key(), out);
            out.writeLong(member.first());
            out.writeLong(member.number());
            values.write(member.value(), out);
        }

        @Override
        public Member<T> read(DataInput in) throws IOException {
            return new Member<>(Values.readText(in), in.readLong(), in.readLong(), values.read(in));
        }

        @Override
        public long weight(Member<T> member) {
            return 64 + Values.weight(member.key()) + values.weight(member.value());
        }
    }
}
