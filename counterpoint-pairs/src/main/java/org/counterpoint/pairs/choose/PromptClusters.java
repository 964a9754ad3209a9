package org.counterpoint.pairs.choose;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.counterpoint.data.Key;
import org.counterpoint.data.spill.Codec;
import org.counterpoint.data.spill.KeyIndex;
import org.counterpoint.data.spill.Scratch;
import org.counterpoint.data.spill.SpillValues;
import org.counterpoint.data.spill.ValueFile;
import org.counterpoint.pairs.core.choose.LongArray;
import org.counterpoint.pairs.core.text.MinHash;
import org.counterpoint.pairs.core.text.Shingles;
import org.jspecify.annotations.Nullable;

/**
 * Which texts are near-duplicates of each other, directly or through others. Candidates come from {@link MinHash}, and
 * every candidate's true similarity is looked at, so none is joined below the threshold. In memory are four bytes a
 * text; texts and keys lie in scratch files.
 */
public final class PromptClusters {
    /** Members of a bucket that a newcomer is compared with; more would cost the square of a big bucket. */
    private static final int COMPARED = 8;

    private final double threshold;
    private final ValueFile<String> texts;
    private final KeyIndex buckets;
    private final LongArray positions = new LongArray();

    /** @param threshold the least similarity (0 to 1) of near-duplicates */
    public PromptClusters(double threshold, Scratch scratch) {
        this.threshold = threshold;
        this.texts = new ValueFile<>(new TextCodec(), scratch);
        this.buckets = new KeyIndex(scratch);
    }

    /** The keys of a text: what is worth working out in another thread. */
    public static long[] keys(String text) {
        return MinHash.bands(Shingles.ofCharacters(text));
    }

    /** Adds the next text with its {@link #keys}; texts are numbered from 0. */
    public void add(String text, long[] keys) {
        int number = positions.size();
        positions.add(texts.add(text));
        for (int band = 0; band < keys.length; band++) {
            buckets.add(new Key(keys[band], band), number);
        }
    }

    /** Of each text the number of the first of its cluster; to be asked for once, after the last addition. */
    public int[] firsts() {
        texts.finish();
        int[] parents = new int[positions.size()];
        Arrays.setAll(parents, i -> i);
        List<Member> bucket = new ArrayList<>();
        long first = -1;
        for (Iterator<KeyIndex.Entry> entries = buckets.inOrder(); entries.hasNext(); ) {
            KeyIndex.Entry entry = entries.next();
            if (entry.first() != first) {
                bucket.clear();
                first = entry.first();
            }
            Member member = new Member((int) entry.position());
            if (!joined(member, bucket, parents) && bucket.size() < COMPARED) {
                bucket.add(member);
            }
        }
        texts.close();
        for (int i = 0; i < parents.length; i++) {
            parents[i] = root(i, parents);
        }
        return parents;
    }

    /** A text in a bucket, cut into its parts once, and only where it is compared. */
    private final class Member {
        private final int number;
        private @Nullable Shingles parts;

        Member(int number) {
            this.number = number;
        }

        Shingles parts() {
            Shingles known = parts == null ? Shingles.ofCharacters(text(number)) : parts;
            parts = known;
            return known;
        }
    }

    private boolean joined(Member member, List<Member> bucket, int[] parents) {
        for (Member other : bucket) {
            if (root(other.number, parents) == root(member.number, parents)) {
                return true;
            }
        }
        for (Member other : bucket) {
            if (member.parts().isSimilar(other.parts(), threshold)) {
                int a = root(member.number, parents);
                int b = root(other.number, parents);
                parents[Math.max(a, b)] = Math.min(a, b);
                return true;
            }
        }
        return false;
    }

    private String text(int number) {
        return texts.decode(texts.raw(positions.get(number)));
    }

    private static int root(int number, int[] parents) {
        int root = number;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    private record TextCodec() implements Codec<String> {
        @Override
        public void write(String value, DataOutput out) throws IOException {
            SpillValues.writeText(value, out);
        }

        @Override
        public String read(DataInput in) throws IOException {
            return SpillValues.readText(in);
        }

        @Override
        public long weight(String value) {
            return SpillValues.weight(value);
        }
    }
}
