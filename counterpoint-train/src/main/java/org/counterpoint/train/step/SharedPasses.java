package org.counterpoint.train.step;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.train.ranks.Dealing;
import org.counterpoint.train.ranks.GradientExchange;
import org.counterpoint.train.ranks.GradientSum;
import org.counterpoint.train.ranks.RankException;
import org.counterpoint.train.ranks.RankNumbers;
import org.counterpoint.train.ranks.RankShare;
import org.counterpoint.train.ranks.RankWork;
import org.counterpoint.train.ranks.Ranks;
import org.counterpoint.train.ranks.ShardTree;
import org.counterpoint.train.settings.TrainSettings.Reduce;
import org.counterpoint.train.settings.TrainSettings.Shard;
import org.counterpoint.train.settings.TrainSettings.Together;

/**
 * A step's passes shared out over ranks. Every rank knows all terms and computes its own; then each has the rows of all
 * of them, takes down the same losses, and holds the gradients of the whole step.
 */
public record SharedPasses(GroupPasses passes, Ranks ranks, Together together) {

    public TrainableModel model() {
        return passes.model();
    }

    /**
     * Adds the terms' gradients to the model's, which are 0, and takes their losses down.
     *
     * @return how many positions all ranks computed
     * @throws NonFiniteLossException where a loss is no number, on whichever rank; all ranks throw it
     */
    public long accumulate(List<Term> terms, Tally tally) throws IOException {
        if (ranks.size() == 1 && !exact()) {
            return passes.accumulate(terms, tally);
        }
        List<Term> cut = passes.cut(terms);
        List<SummedTerm> untold =
                cut.stream().map(term -> new SummedTerm(term, new Tally())).toList();
        return accumulate(untold, (place, rows) -> new SummedTerm(cut.get(place), tally).derivatives(rows));
    }

    /** Is told the rows of every term, also of those that another rank computed, in the order of the terms. */
    @FunctionalInterface
    public interface Told {
        void rows(int place, double[][] rows);
    }

    /**
     * Adds the terms' gradients to the model's, which are 0.
     *
     * @param terms whose {@code derivatives} nobody learns of from elsewhere: each is asked on one rank alone
     * @return how many positions all ranks computed
     * @throws NonFiniteLossException where a loss is no number, on whichever rank; all ranks throw it
     */
    public long accumulate(List<? extends RowTerm> terms, Told told) throws IOException {
        // For each rank its parts, one after the other, each with the places of its terms.
        List<List<List<Integer>>> dealt = exact()
                ? shards(terms.size())
                : Dealing.<RowTerm>balanced(List.copyOf(terms), passes::positions, ranks.size()).stream()
                        .map(List::of)
                        .toList();
        List<byte[]> results;
        try {
            results = computed(dealt.get(ranks.rank()), terms);
        } catch (RankException e) {
            throw e.isOf(NonFiniteLossException.class) ? new NonFiniteLossException(String.valueOf(e.getMessage())) : e;
        }
        long positions = 0;
        double[][][] rows = new double[terms.size()][][];
        for (int rank = 0; rank < dealt.size(); rank++) {
            double[] numbers = RankNumbers.of(results.get(rank));
            positions += (long) numbers[0];
            double[][] all = RowNumbers.rows(Arrays.copyOfRange(numbers, 1, numbers.length));
            int at = 0;
            for (List<Integer> part : dealt.get(rank)) {
                for (int place : part) {
                    int end = at + terms.get(place).sequences().size();
                    rows[place] = Arrays.copyOfRange(all, at, end);
                    at = end;
                }
            }
        }
        for (int place = 0; place < rows.length; place++) {
            told.rows(place, rows[place]);
        }
        return positions;
    }

    /** What the model gives by row of each group's sequences, without gradients. */
    public double[][][] rows(List<List<TokenSequence>> groups) throws IOException {
        return rows(share(), groups, passes::rows);
    }

    /** The same of any model. */
    public static double[][][] rows(
            RankShare share, List<List<TokenSequence>> groups, Function<List<List<TokenSequence>>, double[][][]> model)
            throws IOException {
        int[] sizes = groups.stream()
                .mapToInt(group -> group.stream()
                        .mapToInt(sequence -> sequence.tokens().length)
                        .sum())
                .toArray();
        return share
                .all(sizes, places -> Arrays.stream(
                                model.apply(places.stream().map(groups::get).toList()))
                        .map(RowNumbers::flat)
                        .toList())
                .stream()
                .map(RowNumbers::rows)
                .toArray(double[][][]::new);
    }

    /** How work that is no pass of this model is shared out. */
    public RankShare share() {
        return new RankShare(ranks, exact());
    }

    private boolean exact() {
        return together.reduce() == Reduce.EXACT;
    }

    /** Of each rank its shards, each with the places of its terms: the term at a place is of the shard place mod shards. */
    private List<List<List<Integer>>> shards(int terms) {
        List<List<List<Integer>>> dealt = new ArrayList<>();
        for (int rank = 0; rank < ranks.size(); rank++) {
            List<List<Integer>> own = new ArrayList<>();
            int end = Dealing.firstShard(rank + 1, ranks.size(), together.shards());
            for (int shard = Dealing.firstShard(rank, ranks.size(), together.shards()); shard < end; shard++) {
                List<Integer> places = new ArrayList<>();
                for (int place = shard; place < terms; place += together.shards()) {
                    places.add(place);
                }
                own.add(places);
            }
            dealt.add(own);
        }
        return dealt;
    }

    /** The results of all ranks, once the gradients are those of the whole step. */
    private List<byte[]> computed(List<List<Integer>> own, List<? extends RowTerm> all) throws IOException {
        if (exact()) {
            return exactly(own, all);
        }
        return together.shard() == Shard.ALL ? layerByLayer(own.get(0), all) : overlapping(own.get(0), all);
    }

    /** Computes this rank's shards one after the other; then the gradients are added up. */
    private List<byte[]> exactly(List<List<Integer>> parts, List<? extends RowTerm> all) throws IOException {
        try (ShardTree tree = new ShardTree(model().learnt())) {
            List<byte[]> results = RankWork.each(ranks, () -> {
                List<KeptTerm> computed = new ArrayList<>();
                long positions = 0;
                int shard = Dealing.firstShard(ranks.rank(), ranks.size(), together.shards());
                for (List<Integer> part : parts) {
                    List<KeptTerm> terms = kept(part, all);
                    positions += passes.accumulate(terms);
                    computed.addAll(terms);
                    tree.take(shard++);
                }
                return result(positions, computed);
            });
            tree.conclude(ranks, together.shards());
            return results;
        }
    }

    /** Computes this rank's terms; the gradients are added up while the last pass goes backward. */
    private List<byte[]> overlapping(List<Integer> part, List<? extends RowTerm> all) throws IOException {
        List<KeptTerm> terms = kept(part, all);
        try (GradientExchange exchange = new GradientExchange(ranks, model().learnt())) {
            return exchange.during(() -> passes.accumulate(terms, new LastPass() {
                @Override
                public void scored(long positions) {
                    exchange.begin(result(positions, terms));
                }

                @Override
                public void partDone() {
                    exchange.partDone();
                }
            }));
        }
    }

    /** Computes this rank's terms together with the others', who hold parts of the weights; what is cut is added up on the way. */
    private List<byte[]> layerByLayer(List<Integer> part, List<? extends RowTerm> all) throws IOException {
        List<KeptTerm> terms = kept(part, all);
        List<byte[]> results = RankWork.each(ranks, () -> {
            long positions = passes.accumulate(terms);
            model().finishPasses();
            return result(positions, terms);
        });
        GradientSum.of(ranks, model().learnt());
        return results;
    }

    private List<KeptTerm> kept(List<Integer> part, List<? extends RowTerm> all) {
        return part.stream().map(place -> new KeptTerm(all.get(place), ranks)).toList();
    }

    /** How many positions, and the rows of the terms. */
    private static byte[] result(long positions, List<KeptTerm> terms) {
        return RankNumbers.bytes(DoubleStream.concat(
                        DoubleStream.of(positions),
                        terms.stream().flatMapToDouble(term -> Arrays.stream(RowNumbers.flat(term.rows()))))
                .toArray());
    }
}
