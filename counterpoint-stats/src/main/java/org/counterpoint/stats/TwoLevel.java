package org.counterpoint.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * Means over two crossed levels of variation: training seeds of an arm, and the instructions that every seed answered.
 * The interval speaks of another seed and of other instructions. Two-way random effects, with Satterthwaite's degrees
 * of freedom: with two to ten seeds a bootstrap over seeds is too narrow, this is not (measured in
 * {@code docs/statistics.md}).
 *
 * <p>Scores are given as {@code [seed][instruction]}, the instructions in the same order for every seed. With one seed
 * nothing is known of the variation between seeds, and the method says so.
 */
public final class TwoLevel {
    private TwoLevel() {}

    /** The mean of all scores. The estimate's n is the number of instructions. */
    public static Estimate mean(double[][] scores, double level) {
        Arm arm = Arm.of(scores);
        return estimate(arm.mean(), arm.byInstruction(), List.of(arm), level);
    }

    /** The difference of two arms' means on the same instructions, first minus second; their seeds are independent. */
    public static Estimate difference(double[][] first, double[][] second, double level) {
        Arm one = Arm.of(first);
        Arm other = Arm.of(second);
        double[] byInstruction = Sample.differences(one.byInstruction(), other.byInstruction());
        return estimate(one.mean() - other.mean(), byInstruction, List.of(one, other), level);
    }

    /** What the variance of instruction means holds of the seeds' noise is in the seeds' variance too: it is taken out. */
    private static Estimate estimate(double value, double[] byInstruction, List<Arm> arms, double level) {
        int instructions = byInstruction.length;
        List<Term> terms = new ArrayList<>();
        terms.add(new Term(Sample.variance(byInstruction) / instructions, instructions - 1));
        boolean seedsVary = false;
        for (Arm arm : arms) {
            if (arm.seeds() > 1) {
                seedsVary = true;
                terms.add(new Term(arm.varianceOfSeedMeans() / arm.seeds(), arm.seeds() - 1));
                terms.add(new Term(
                        -arm.residualVariance() / ((double) arm.seeds() * instructions),
                        (arm.seeds() - 1) * (instructions - 1)));
            }
        }
        double variance = terms.stream().mapToDouble(Term::variance).sum();
        // Chance can make the correction too large; the instructions alone vary at least as much as they show.
        variance = Math.max(variance, terms.get(0).variance());
        double squares = terms.stream().mapToDouble(Term::spread).sum();
        double freedom = squares == 0 ? 1 : Math.max(1, variance * variance / squares);
        double error = Math.sqrt(variance);
        double reach = error == 0 ? 0 : Normal.reach(level, freedom) * error;
        String method = seedsVary ? "random effects of seeds and instructions, t" : "one seed, over instructions, t";
        return new Estimate(value, error, new Interval(value - reach, value + reach, level, method), instructions);
    }

    /** A part of the variance and what it was estimated from. */
    private record Term(double variance, double degreesOfFreedom) {
        double spread() {
            return degreesOfFreedom <= 0 ? 0 : variance * variance / degreesOfFreedom;
        }
    }

    private record Arm(double[][] scores, double[] byInstruction, double[] bySeed, double mean) {

        static Arm of(double[][] scores) {
            if (scores.length == 0 || scores[0].length == 0) {
                throw new IllegalArgumentException("no scores");
            }
            double[] byInstruction = new double[scores[0].length];
            double[] bySeed = new double[scores.length];
            for (int s = 0; s < scores.length; s++) {
                if (scores[s].length != byInstruction.length) {
                    throw new IllegalArgumentException("every seed answers the same instructions, not "
                            + byInstruction.length + " and " + scores[s].length);
                }
                bySeed[s] = Sample.mean(scores[s]);
                for (int i = 0; i < byInstruction.length; i++) {
                    byInstruction[i] += scores[s][i] / scores.length;
                }
            }
            return new Arm(scores, byInstruction, bySeed, Sample.mean(bySeed));
        }

        int seeds() {
            return scores.length;
        }

        double varianceOfSeedMeans() {
            return Sample.variance(bySeed);
        }

        double residualVariance() {
            double squares = 0;
            for (int s = 0; s < scores.length; s++) {
                for (int i = 0; i < byInstruction.length; i++) {
                    double off = scores[s][i] - bySeed[s] - byInstruction[i] + mean;
                    squares += off * off;
                }
            }
            return byInstruction.length == 1 ? 0 : squares / ((seeds() - 1.0) * (byInstruction.length - 1));
        }
    }
}
