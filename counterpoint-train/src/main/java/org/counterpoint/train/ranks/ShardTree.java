package org.counterpoint.train.ranks;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.LearntNumbers;

/**
 * Sums the gradients of a step's shards in one fixed binary tree, whichever rank has computed which of them: to the same
 * bytes for any number of ranks. A rank adds up the whole subtrees among its shards as they come, so that it holds no more
 * than one sum a level; the tops of the subtrees are gathered, and every rank adds them in the same way.
 */
public final class ShardTree implements AutoCloseable {
    /** Numbers that are gathered at once from each rank. */
    private static final int CHUNK = 1 << 20;

    private final LearntNumbers learnt;
    /** What is summed up so far, in the order of the shards. */
    private final List<Node> nodes = new ArrayList<>();

    /** A subtree: the shards from {@code index << level} on, as many as {@code 1 << level}. */
    private record Place(int level, int index) {
        boolean isLeftOf(Place other) {
            return level == other.level && index % 2 == 0 && other.index == index + 1;
        }

        Place above() {
            return new Place(level + 1, index / 2);
        }
    }

    private record Node(Place place, List<Floats> pieces) {
        void close() {
            pieces.forEach(Floats::close);
        }
    }

    /** @param learnt whose gradients are those of one shard after the other */
    public ShardTree(LearntNumbers learnt) {
        this.learnt = learnt;
    }

    /** Takes the gradients of a rank's next shard, which are 0 afterwards. */
    public void take(int shard) {
        List<Floats> pieces = new ArrayList<>();
        Node node = new Node(new Place(0, shard), pieces);
        nodes.add(node);
        learnt.gradients(piece -> {
            Floats copy = learnt.zeros(piece.count());
            pieces.add(copy);
            copy.take(piece);
            piece.clear();
        });
        while (nodes.size() > 1
                && nodes.get(nodes.size() - 2)
                        .place()
                        .isLeftOf(nodes.get(nodes.size() - 1).place())) {
            Node right = nodes.remove(nodes.size() - 1);
            Node left = nodes.remove(nodes.size() - 1);
            for (int p = 0; p < left.pieces().size(); p++) {
                left.pieces().get(p).add(right.pieces().get(p));
            }
            right.close();
            nodes.add(new Node(left.place().above(), left.pieces()));
        }
    }

    /**
     * Puts the sum over all ranks' shards in place of the gradients.
     *
     * @param shards how many there are in all; those of a rank are a run of them
     */
    public void conclude(Ranks ranks, int shards) {
        List<List<Place>> places = places(ranks.size(), shards);
        int rows = rows(ranks.size(), shards);
        try (Floats own = learnt.zeros(rows * CHUNK);
                Floats all = learnt.zeros(Math.multiplyExact(rows * CHUNK, ranks.size()))) {
            int[] number = {0};
            learnt.gradients(piece -> {
                for (int from = 0; from < piece.count(); from += CHUNK) {
                    int count = Math.min(CHUNK, piece.count() - from);
                    for (int n = 0; n < nodes.size(); n++) {
                        copy(nodes.get(n).pieces().get(number[0]), from, own, n * count, count);
                    }
                    try (Floats mine = own.part(0, rows * count);
                            Floats gathered = all.part(0, rows * count * ranks.size())) {
                        ranks.gather(mine, gathered);
                        merge(places, gathered, rows, count);
                        copy(gathered, 0, piece, from, count);
                    }
                }
                number[0]++;
            });
        }
    }

    /** How many sums, each as large as the gradients, every rank sends to all others. */
    public static int rows(int ranks, int shards) {
        return Math.max(
                1, places(ranks, shards).stream().mapToInt(List::size).max().orElse(1));
    }

    private static List<List<Place>> places(int ranks, int shards) {
        List<List<Place>> places = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            places.add(tops(Dealing.firstShard(rank, ranks, shards), Dealing.firstShard(rank + 1, ranks, shards)));
        }
        return places;
    }

    /** The tops of the largest whole subtrees of a run of shards, in their order. */
    private static List<Place> tops(int from, int end) {
        List<Place> tops = new ArrayList<>();
        for (int shard = from; shard < end; shard++) {
            push(tops, new Place(0, shard));
        }
        return tops;
    }

    private static void push(List<Place> stack, Place place) {
        Place top = place;
        while (!stack.isEmpty() && stack.get(stack.size() - 1).isLeftOf(top)) {
            top = stack.remove(stack.size() - 1).above();
        }
        stack.add(top);
    }

    /** Adds up all ranks' subtrees, a row each, into the first row. */
    private static void merge(List<List<Place>> places, Floats gathered, int rows, int count) {
        List<Place> stack = new ArrayList<>();
        List<Integer> sums = new ArrayList<>(); // where each begins
        for (int rank = 0; rank < places.size(); rank++) {
            for (int n = 0; n < places.get(rank).size(); n++) {
                Place place = places.get(rank).get(n);
                int sum = (rank * rows + n) * count;
                while (!stack.isEmpty() && stack.get(stack.size() - 1).isLeftOf(place)) {
                    place = stack.remove(stack.size() - 1).above();
                    int left = sums.remove(sums.size() - 1);
                    add(gathered, left, sum, count);
                    sum = left;
                }
                stack.add(place);
                sums.add(sum);
            }
        }
        // Where the shards are no power of two, several subtrees are left.
        for (int n = 1; n < sums.size(); n++) {
            add(gathered, sums.get(0), sums.get(n), count);
        }
    }

    private static void add(Floats all, int into, int from, int count) {
        try (Floats sum = all.part(into, count);
                Floats other = all.part(from, count)) {
            sum.add(other);
        }
    }

    private static void copy(Floats from, int at, Floats into, int place, int count) {
        try (Floats source = from.part(at, count);
                Floats target = into.part(place, count)) {
            target.take(source);
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        nodes.clear();
    }
}
