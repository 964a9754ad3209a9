package org.counterpoint.eval.figures;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.McNemar;
import org.counterpoint.stats.PairedPermutation;
import org.counterpoint.stats.TestResult;
import org.counterpoint.stats.WinRate;
import org.jspecify.annotations.Nullable;

/**
 * Two models on the instructions that both files have a verdict on, joined by instruction, never by place.
 *
 * @param other the file that this one is compared with
 * @param onlyHere instructions that the other file has no verdict on
 * @param onlyThere instructions that this file has no verdict on
 * @param sameBaseline whether both are compared with a baseline of the same name
 * @param otherBaselineAnswers on how many shared instructions the baseline's answers differ
 * @param difference this file's win rate less the other's, in [-1, 1]; null without shared instructions
 * @param counts on how many shared instructions this file does better or worse
 * @param permutation of the mean difference of the scores; null without shared instructions
 * @param spread standard deviation of the difference of one instruction's scores
 */
public record PairedComparison(
        AnnotationSet other,
        int shared,
        Unshared onlyHere,
        Unshared onlyThere,
        boolean sameBaseline,
        int otherBaselineAnswers,
        @Nullable Estimate difference,
        Counts counts,
        @Nullable TestResult permutation,
        double spread) {

    /**
     * Instructions that one file has and the other has not.
     *
     * @param examples the first few of them
     */
    public record Unshared(int count, List<String> examples) {
        private static final int EXAMPLES = 3;

        public Unshared {
            examples = List.copyOf(examples);
        }

        static Unshared of(List<String> instructions) {
            return new Unshared(instructions.size(), instructions.subList(0, Math.min(EXAMPLES, instructions.size())));
        }
    }

    /** On how many shared instructions this file does better, and on how many worse. */
    public record Counts(int better, int worse) {
        private static Counts of(double[] here, double[] there) {
            int better = 0;
            int worse = 0;
            for (int i = 0; i < here.length; i++) {
                better += here[i] > there[i] ? 1 : 0;
                worse += here[i] < there[i] ? 1 : 0;
            }
            return new Counts(better, worse);
        }
    }

    /**
     * McNemar's test of the counts, null where they point the other way than the difference does (a few large
     * differences against many small ones): a reader would take its p for that of the difference. Null as well without
     * shared instructions.
     */
    public @Nullable TestResult mcNemar() {
        if (difference == null
                || Integer.signum(counts.better() - counts.worse()) * Math.signum(difference.value()) < 0) {
            return null;
        }
        return McNemar.exact(counts.better(), counts.worse());
    }

    /** @param seed of the bootstrap and the permutation test */
    public static PairedComparison of(AnnotationSet set, AnnotationSet other, double level, long seed) {
        Shared shared = Shared.of(set, other);
        double[] here = shared.here();
        double[] there = shared.there();
        int n = here.length;
        boolean sameBaseline = set.baseline().equals(other.baseline());
        if (n == 0) {
            return new PairedComparison(
                    other,
                    0,
                    shared.onlyHere(),
                    shared.onlyThere(),
                    sameBaseline,
                    0,
                    null,
                    new Counts(0, 0),
                    null,
                    Double.NaN);
        }
        return new PairedComparison(
                other,
                n,
                shared.onlyHere(),
                shared.onlyThere(),
                sameBaseline,
                shared.otherBaselineAnswers(),
                WinRate.difference(here, there, level, seed),
                Counts.of(here, there),
                PairedPermutation.test(here, there, seed),
                SampleDeviation.of(differences(here, there)));
    }

    private static double[] differences(double[] first, double[] second) {
        double[] differences = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            differences[i] = first[i] - second[i];
        }
        return differences;
    }

    /** The join of two files. */
    record Shared(
            List<String> instructions,
            double[] here,
            double[] there,
            Unshared onlyHere,
            Unshared onlyThere,
            int otherBaselineAnswers) {

        static Shared of(AnnotationSet set, AnnotationSet other) {
            Map<String, Judgement> there = new HashMap<>();
            other.judgements().stream().filter(Judgement::hasVerdict).forEach(j -> there.put(j.instruction(), j));
            List<Judgement> mine = new ArrayList<>();
            List<Judgement> theirs = new ArrayList<>();
            List<String> onlyHere = new ArrayList<>();
            for (Judgement judgement : set.judgements()) {
                if (judgement.hasVerdict()) {
                    Judgement match = there.remove(judgement.instruction());
                    if (match == null) {
                        onlyHere.add(judgement.instruction());
                    } else {
                        mine.add(judgement);
                        theirs.add(match);
                    }
                }
            }
            List<String> onlyThere = other.judgements().stream()
                    .map(Judgement::instruction)
                    .filter(there::containsKey)
                    .toList();
            int differing = 0;
            for (int i = 0; i < mine.size(); i++) {
                differing += mine.get(i).baselineHash() == theirs.get(i).baselineHash() ? 0 : 1;
            }
            return new Shared(
                    mine.stream().map(Judgement::instruction).toList(),
                    mine.stream().mapToDouble(Judgement::score).toArray(),
                    theirs.stream().mapToDouble(Judgement::score).toArray(),
                    Unshared.of(onlyHere),
                    Unshared.of(onlyThere),
                    differing);
        }
    }
}
