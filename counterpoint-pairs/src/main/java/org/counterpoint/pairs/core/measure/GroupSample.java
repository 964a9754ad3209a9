package org.counterpoint.pairs.core.measure;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.counterpoint.pairs.core.text.Hashing;

/**
 * The groups with the smallest hashes of their ids: a sample that is the same in any order of the groups, and all of
 * them as long as there is room.
 */
final class GroupSample implements Serializable {
    private final int most;
    /** Hashes from this one on are in no sample any more; it only falls. Known to all parts. */
    private final AtomicLong bound;

    private final PriorityQueue<Member> members = new PriorityQueue<>(Comparator.reverseOrder());

    private record Member(long hash, String id, List<PairFacts> pairs) implements Comparable<Member>, Serializable {
        private static final Comparator<Member> ORDER =
                Comparator.comparingLong(Member::hash).thenComparing(Member::id);

        @Override
        public int compareTo(Member other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param most how many groups to keep */
    GroupSample(int most) {
        this(most, new AtomicLong(Long.MAX_VALUE));
    }

    private GroupSample(int most, AtomicLong bound) {
        this.most = most;
        this.bound = bound;
    }

    /** An empty one that leaves out what this one has no room for any more. */
    GroupSample part() {
        return new GroupSample(most, bound);
    }

    /** @param facts asked for only where the group may be in the sample */
    void offer(String id, Supplier<List<PairFacts>> facts) {
        long hash = Hashing.text(id, 0);
        if (hash < bound.get()) {
            add(new Member(hash, id, facts.get()));
        }
    }

    /** @param rename what becomes of the facts of the other one */
    void merge(GroupSample later, UnaryOperator<List<PairFacts>> rename) {
        later.members.forEach(member -> add(new Member(member.hash, member.id, rename.apply(member.pairs))));
    }

    private void add(Member member) {
        members.add(member);
        if (members.size() > most) {
            members.remove();
        }
        Member largest = members.peek();
        if (members.size() == most && largest != null) {
            bound.accumulateAndGet(largest.hash(), Math::min);
        }
    }

    int groups() {
        return members.size();
    }

    /** All pairs of the sampled groups, groups in order of their hashes. */
    List<PairFacts> pairs() {
        List<Member> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.naturalOrder());
        return sorted.stream().flatMap(member -> member.pairs().stream()).toList();
    }
}
