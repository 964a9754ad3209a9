package org.counterpoint.eval.figures;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.TwoLevel;
import org.jspecify.annotations.Nullable;

/**
 * A training arm of several seeds, a file each: instructions and seeds are two levels of variation.
 *
 * @param files how many seeds
 * @param instructions those that every file of every arm has a verdict on
 * @param winRate in [0, 1]
 * @param difference from the first arm, in [-1, 1]; null for the first
 */
public record ArmFigures(
        String name,
        List<String> files,
        int instructions,
        Estimate winRate,
        @Nullable Estimate difference) {
    public ArmFigures {
        files = List.copyOf(files);
    }

    /** @throws IllegalArgumentException where no instruction is in all files */
    static List<ArmFigures> of(Map<String, List<AnnotationSet>> arms, double level) {
        List<String> shared = new ArrayList<>(shared(arms.values()));
        if (shared.isEmpty()) {
            throw new IllegalArgumentException("no instruction is judged in every file of every arm");
        }
        List<ArmFigures> figures = new ArrayList<>();
        double[][] first = null;
        for (Map.Entry<String, List<AnnotationSet>> arm : arms.entrySet()) {
            double[][] scores =
                    arm.getValue().stream().map(set -> scores(set, shared)).toArray(double[][]::new);
            figures.add(new ArmFigures(
                    arm.getKey(),
                    arm.getValue().stream().map(AnnotationSet::file).toList(),
                    shared.size(),
                    TwoLevel.mean(scores, level),
                    first == null ? null : TwoLevel.difference(scores, first, level)));
            first = first == null ? scores : first;
        }
        return figures;
    }

    private static Set<String> shared(Iterable<List<AnnotationSet>> arms) {
        Set<String> shared = null;
        for (List<AnnotationSet> sets : arms) {
            for (AnnotationSet set : sets) {
                Set<String> here = new LinkedHashSet<>();
                set.judgements().stream().filter(Judgement::hasVerdict).forEach(j -> here.add(j.instruction()));
                if (shared == null) {
                    shared = here;
                } else {
                    shared.retainAll(here);
                }
            }
        }
        return shared == null ? Set.of() : shared;
    }

    private static double[] scores(AnnotationSet set, List<String> instructions) {
        Map<String, Double> scores = new HashMap<>();
        set.judgements().forEach(j -> scores.put(j.instruction(), j.score()));
        return instructions.stream()
                .mapToDouble(instruction -> scores.getOrDefault(instruction, Double.NaN))
                .toArray();
    }
}
