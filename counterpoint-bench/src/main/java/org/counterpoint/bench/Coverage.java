package org.counterpoint.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.GaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.counterpoint.stats.Bootstrap;
import org.counterpoint.stats.Interval;
import org.counterpoint.stats.TwoLevel;
import org.counterpoint.stats.WinRate;

/**
 * How often the intervals that claim 95 % cover the truth, by simulation: the tables of {@code docs/statistics.md}.
 * Prints Markdown. Takes the number of simulations a cell, 4,000 unless told.
 */
public final class Coverage {
    private static final int[] SIZES = {20, 50, 100, 200, 500, 805};
    private static final int[] PERCENTS = {2, 5, 10, 30, 50, 70, 90, 95, 98};
    private static final double LEVEL = 0.95;

    private final int simulations;
    private final PrintStream out;

    private Coverage(int simulations, PrintStream out) {
        this.simulations = simulations;
        this.out = out;
    }

    public static void main(String[] args) {
        new Coverage(args.length > 0 ? Integer.parseInt(args[0]) : 4000, System.out).run();
    }

    private void run() {
        out.println("Coverage in %, " + simulations + " simulations a cell: off by "
                + percent(1.96 * Math.sqrt(LEVEL * (1 - LEVEL) / simulations)) + " points by chance.\n");
        for (ScoreWorld world : ScoreWorld.values()) {
            winRates(world);
        }
        differences();
        seeds();
    }

    private void winRates(ScoreWorld world) {
        out.println("Win rates, " + world.description() + ":\n");
        out.print("| n |");
        for (int percent : PERCENTS) {
            out.print(" " + percent + " % |");
        }
        out.println("\n|" + "---|".repeat(PERCENTS.length + 1));
        for (int n : SIZES) {
            out.print("| " + n + " |");
            for (int percent : PERCENTS) {
                double rate = percent / 100.0;
                out.print(" "
                        + percent(covered(rate, simulation -> {
                            UniformRandomProvider random = random(simulation);
                            return WinRate.of(world.scores(n, rate, random), simulation)
                                    .interval();
                        }))
                        + " |");
                out.flush();
            }
            out.println();
        }
        out.println();
    }

    private void differences() {
        out.println(
                "Paired difference of two models' win rates, wins and losses that agree on half of the instructions:\n");
        out.println("| n | 50 % and 50 % | 50 % and 60 % | 80 % and 90 % |\n|---|---|---|---|");
        double[][] rates = {{0.5, 0.5}, {0.5, 0.6}, {0.8, 0.9}};
        for (int n : SIZES) {
            out.print("| " + n + " |");
            for (double[] pair : rates) {
                out.print(" "
                        + percent(covered(pair[0] - pair[1], simulation -> {
                            UniformRandomProvider random = random(simulation);
                            double[] first = new double[n];
                            double[] second = new double[n];
                            for (int i = 0; i < n; i++) {
                                double luck = random.nextDouble();
                                first[i] = luck < pair[0] ? 1 : 0;
                                second[i] = (random.nextBoolean() ? luck : random.nextDouble()) < pair[1] ? 1 : 0;
                            }
                            return WinRate.difference(first, second, LEVEL, simulation)
                                    .interval();
                        }))
                        + " |");
                out.flush();
            }
            out.println();
        }
        out.println();
    }

    /** Noise in a seed of 0.03, in an instruction of 0.25, in a cell of 0.35: like arms of small models. */
    private void seeds() {
        out.println("Mean over seeds and 200 instructions, when both are drawn anew:\n");
        out.println("| seeds | `TwoLevel.mean` | bootstrap over seeds |\n|---|---|---|");
        for (int seeds : new int[] {2, 3, 5, 10}) {
            double ours = covered(0, simulation -> TwoLevel.mean(arm(seeds, 200, random(simulation)), LEVEL)
                    .interval());
            double bootstrap = covered(0, simulation -> {
                double[][] scores = arm(seeds, 200, random(simulation));
                return new Bootstrap(1000, LEVEL, simulation)
                        .statistic(seeds, drawn -> IntStream.of(drawn)
                                .mapToDouble(seed -> IntStream.range(0, 200)
                                        .mapToDouble(i -> scores[seed][i])
                                        .average()
                                        .orElseThrow())
                                .average()
                                .orElseThrow())
                        .interval();
            });
            out.println("| " + seeds + " | " + percent(ours) + " | " + percent(bootstrap) + " |");
        }
    }

    private static double[][] arm(int seeds, int instructions, UniformRandomProvider random) {
        var normal = GaussianSampler.of(ZigguratSampler.NormalizedGaussian.of(random), 0, 1);
        double[][] scores = new double[seeds][instructions];
        double[] ofInstruction = new double[instructions];
        for (int i = 0; i < instructions; i++) {
            ofInstruction[i] = 0.25 * normal.sample();
        }
        for (double[] seed : scores) {
            double ofSeed = 0.03 * normal.sample();
            for (int i = 0; i < instructions; i++) {
                seed[i] = ofSeed + ofInstruction[i] + 0.35 * normal.sample();
            }
        }
        return scores;
    }

    private double covered(double truth, IntFunction<Interval> interval) {
        return IntStream.range(0, simulations)
                        .parallel()
                        .mapToObj(interval)
                        .filter(one -> one.contains(truth))
                        .count()
                / (double) simulations;
    }

    private static UniformRandomProvider random(int simulation) {
        return RandomSource.XO_SHI_RO_256_PP.create(0x5eedL * 1_000_003 + simulation);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
