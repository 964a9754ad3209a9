package org.counterpoint.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Models by strength, as {@link BradleyTerry} found it. Strengths are log-odds; only their differences mean anything. */
public final class Ranking {
    private final double[] strengths;
    private final double[][] covariance;
    private final WinTable table;
    private final boolean regularised;
    private final int units;

    Ranking(double[] strengths, double[][] covariance, WinTable table, boolean regularised, int units) {
        this.strengths = strengths;
        this.covariance = covariance;
        this.table = table;
        this.regularised = regularised;
        this.units = units;
    }

    public int models() {
        return strengths.length;
    }

    /** The models, strongest first. */
    public List<Integer> order() {
        return IntStream.range(0, strengths.length)
                .boxed()
                .sorted(Comparator.comparingDouble(model -> -strengths[model]))
                .toList();
    }

    /** Against the mean of all models, which is 0. */
    public Estimate strength(int model, double level) {
        return estimate(strengths[model], covariance[model][model], level);
    }

    public Estimate difference(int first, int second, double level) {
        double variance = covariance[first][first] + covariance[second][second] - 2 * covariance[first][second];
        return estimate(strengths[first] - strengths[second], variance, level);
    }

    /** How often the first beats the second, by the model, with the interval of their difference carried over. */
    public Estimate beats(int first, int second, double level) {
        Estimate difference = difference(first, second, level);
        double share = Sigmoid.of(difference.value());
        Interval ends = difference.interval();
        Interval interval = new Interval(Sigmoid.of(ends.low()), Sigmoid.of(ends.high()), level, ends.method());
        return new Estimate(share, difference.standardError() * share * (1 - share), interval, units);
    }

    /**
     * The pairs that cannot be told apart, stronger one first: Holm's correction over all pairs leaves their difference
     * above {@code 1 - level}.
     */
    public List<Undecided> undecided(double level) {
        List<Integer> order = order();
        List<Undecided> pairs = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            for (int j = i + 1; j < order.size(); j++) {
                Estimate difference = difference(order.get(i), order.get(j), level);
                double p = Normal.twoSided(difference.value() / difference.standardError());
                pairs.add(new Undecided(order.get(i), order.get(j), Double.isNaN(p) ? 1 : p));
            }
        }
        double[] adjusted =
                MultipleTests.holm(pairs.stream().mapToDouble(Undecided::p).toArray());
        return IntStream.range(0, pairs.size())
                .mapToObj(
                        i -> new Undecided(pairs.get(i).stronger(), pairs.get(i).weaker(), adjusted[i]))
                .filter(pair -> pair.p() > 1 - level)
                .toList();
    }

    /** Whether a prior had to hold the strengths finite: somebody won or lost everything, or never met the others. */
    public boolean regularised() {
        return regularised;
    }

    public WinTable table() {
        return table;
    }

    /**
     * Two models whose strengths cannot be told apart.
     *
     * @param p of their difference, by Holm's correction
     */
    public record Undecided(int stronger, int weaker, double p) {}

    private Estimate estimate(double value, double variance, double level) {
        double error = Math.sqrt(Math.max(0, variance));
        double reach = Normal.reach(level) * error;
        String method = regularised
                ? "Bradley-Terry with a normal prior, Laplace"
                : "Bradley-Terry, sandwich over instructions";
        return new Estimate(value, error, new Interval(value - reach, value + reach, level, method), units);
    }
}
