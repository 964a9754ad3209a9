package org.counterpoint.train.ranks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Work on items that all ranks know, of which each does some: afterwards all of them have all results.
 *
 * @param singly whether each item is worked on by itself, so that no bit of its result depends on what is beside it
 */
public record RankShare(Ranks ranks, boolean singly) {

    /** Makes the results of some items. */
    @FunctionalInterface
    public interface Work {
        /** @return for each of the places, in their order, its numbers */
        List<double[]> of(List<Integer> places);
    }

    /**
     * Deals the items out by their sizes.
     *
     * @return each item's numbers, in the order of the items
     * @throws RankException where another rank failed, with its words
     */
    public List<double[]> all(int[] sizes, Work work) throws IOException {
        List<Integer> places = IntStream.range(0, sizes.length).boxed().toList();
        List<List<Integer>> dealt = Dealing.balanced(places, place -> sizes[place], ranks.size());
        List<byte[]> results = RankWork.each(ranks, () -> own(dealt.get(ranks.rank()), work));
        double[][] all = new double[sizes.length][];
        for (int rank = 0; rank < dealt.size(); rank++) {
            double[] numbers = RankNumbers.of(results.get(rank));
            int at = 0;
            for (int place : dealt.get(rank)) {
                int end = at + 1 + (int) numbers[at];
                all[place] = Arrays.copyOfRange(numbers, at + 1, end);
                at = end;
            }
        }
        return List.of(all);
    }

    private byte[] own(List<Integer> places, Work work) {
        List<double[]> found = new ArrayList<>();
        if (singly) {
            for (int place : places) {
                ranks.check();
                found.addAll(work.of(List.of(place)));
            }
        } else if (!places.isEmpty()) {
            found.addAll(work.of(places));
        }
        return RankNumbers.bytes(found.stream()
                .flatMapToDouble(own -> DoubleStream.concat(DoubleStream.of(own.length), Arrays.stream(own)))
                .toArray());
    }

    /** What rank 0 alone works out. */
    public double[] leading(Supplier<double[]> work) throws IOException {
        return RankNumbers.of(RankWork.each(ranks, () -> ranks.leads() ? RankNumbers.bytes(work.get()) : new byte[0])
                .get(0));
    }
}
