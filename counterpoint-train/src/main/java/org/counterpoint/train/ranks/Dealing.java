package org.counterpoint.train.ranks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Deals work out to ranks: a pure function, so that every rank knows what all of them do. */
public final class Dealing {
    private Dealing() {}

    /**
     * The largest first, each to the rank that has least.
     *
     * @return for each rank the places of its items, in rising order
     */
    public static <T> List<List<Integer>> balanced(List<T> items, ToIntFunction<T> size, int ranks) {
        int[] sizes = items.stream().mapToInt(size).toArray();
        List<Integer> places = IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparing((Integer place) -> sizes[place]).reversed())
                .toList();
        List<List<Integer>> dealt = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            dealt.add(new ArrayList<>());
        }
        long[] loads = new long[ranks];
        for (int place : places) {
            int least = 0;
            for (int rank = 1; rank < ranks; rank++) {
                least = loads[rank] < loads[least] ? rank : least;
            }
            loads[least] += sizes[place];
            dealt.get(least).add(place);
        }
        dealt.forEach(own -> own.sort(Comparator.naturalOrder()));
        return dealt;
    }

    /** The first of a rank's shards, where {@code shards} of them are dealt out in runs; that of the rank behind the last is their number. */
    public static int firstShard(int rank, int ranks, int shards) {
        return (int) ((long) shards * rank / ranks);
    }
}
