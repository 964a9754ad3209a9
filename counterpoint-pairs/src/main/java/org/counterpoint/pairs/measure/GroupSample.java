package org.counterpoint.pairs.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.counterpoint.pairs.text.Hashing;

/**
 * The groups with the smallest hashes of their ids: a sample that is the same in any order of the groups, and all of
 * them as long as there is room.
 */
final class GroupSample {
    private final int most;
    /** Hashes from this one on are in no sample any more; it only falls. */
    private volatile long bound = Long.MAX_VALUE;

    private final PriorityQueue<Member> members = new PriorityQueue<>(
            Comparator.comparingLong(Member::hash).thenComparing(Member::id).reversed());

    private record Member(long hash, String id, List<PairFacts> pairs) {}

    /** @param most how many groups to keep */
    GroupSample(int most) {
        this.most = most;
    }

    /** Whether the group may enter the sample; where it says no, that is for ever. Safe to ask from any thread. */
    boolean mayEnter(String id) {
        return Hashing.text(id, 0) < bound;
    }

    /** @param facts asked for only where the group enters the sample */
    void offer(String id, Supplier<List<PairFacts>> facts) {
        long hash = Hashing.text(id, 0);
        if (hash >= bound) {
            return;
        }
        members.add(new Member(hash, id, facts.get()));
        if (members.size() > most) {
            members.remove();
        }
        Member largest = members.peek();
        if (members.size() == most && largest != null) {
            bound = largest.hash();
        }
    }

    int groups() {
        return members.size();
    }

    /** All pairs of the sampled groups, groups in order of their hashes. */
    List<PairFacts> pairs() {
        List<Member> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparingLong(Member::hash).thenComparing(Member::id));
        return sorted.stream().flatMap(member -> member.pairs().stream()).toList();
    }
}
