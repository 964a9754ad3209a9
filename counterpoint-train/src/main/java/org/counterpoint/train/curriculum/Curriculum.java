package org.counterpoint.train.curriculum;

import java.util.List;

/**
 * The weights w(t) of a group's candidates: its pairs by their types, or, for likelihood training, its responses by
 * their models.
 *
 * @param from the easy type; unused where the kind does not use types
 * @param to the hard type; empty where the kind uses none
 * @param at where {@link CurriculumKind#STEP} changes over
 */
public record Curriculum(CurriculumKind kind, String from, String to, double at, Realisation realisation) {

    /** Every candidate weighs 1. */
    public static Curriculum none() {
        return new Curriculum(CurriculumKind.NONE, "", "", 0.5, Realisation.WEIGHTED);
    }

    /** t of the step with this index, of all steps of the run: 0 at the first, 1 at the last. */
    public static double progress(long step, long steps) {
        return (double) step / Math.max(1, steps - 1);
    }

    /**
     * The weights of a group's candidates at t, in [0, 1].
     *
     * @param types the candidates' types; weights are scaled to sum to 1 over the types present, and candidates of one
     *     type share its weight equally
     * @param draw decides in {@link Realisation#SAMPLED}
     * @return one weight a candidate; all 0 where the group has nothing to give at this step
     */
    public double[] weights(List<String> types, double t, Draw draw) {
        double[] weights = new double[types.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = kind.usesTypes() ? typeWeight(types.get(i), t) / count(types, types.get(i)) : 1;
        }
        if (realisation == Realisation.SAMPLED) {
            return sampled(weights, draw);
        }
        return kind.usesTypes() ? scaled(weights) : weights;
    }

    /** Whether candidates of this type weigh anything at some step. */
    public boolean learns(String type) {
        return !kind.usesHardType() || type.equals(from) || type.equals(to);
    }

    private double typeWeight(String type, double t) {
        if (kind == CurriculumKind.WIDEN) {
            return type.equals(from) ? 1 : t;
        }
        double hard = hardWeight(t);
        if (type.equals(to)) {
            return hard;
        }
        return type.equals(from) ? 1 - hard : 0;
    }

    private double hardWeight(double t) {
        return switch (kind) {
            case LINEAR -> t;
            case REVERSE -> 1 - t;
            case STEP -> t < at ? 0 : 1;
            case MIXED -> 0.5;
            case NONE, SCORE, WIDEN -> throw new IllegalStateException(kind.wireName() + " has no hard type");
        };
    }

    private static long count(List<String> types, String type) {
        return types.stream().filter(type::equals).count();
    }

    private static double[] scaled(double[] weights) {
        double sum = sum(weights);
        for (int i = 0; i < weights.length && sum > 0; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static double[] sampled(double[] weights, Draw draw) {
        double[] one = new double[weights.length];
        double rest = draw.uniform() * sum(weights);
        int last = -1;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                if (rest < weights[i]) {
                    break;
                }
                rest -= weights[i];
            }
        }
        if (last >= 0) {
            one[last] = 1;
        }
        return one;
    }

    private static double sum(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }
}
