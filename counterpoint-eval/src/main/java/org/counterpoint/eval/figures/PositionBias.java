package org.counterpoint.eval.figures;

import java.util.List;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.BothOrders;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.eval.position.PositionSwitch;
import org.counterpoint.stats.Bootstrap;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Kappa;
import org.jspecify.annotations.Nullable;

/**
 * What it is worth to be shown first: the candidate's win rate when it is shown first less that when it is shown second.
 * Where the judge was asked in both orders, from the same instructions in either; else from AlpacaEval's seeded draw,
 * recomputed, which holds only for annotations made with it.
 *
 * @param whenFirst the candidate's mean score where it was shown first
 * @param whenSecond the candidate's mean score where it was shown second
 * @param advantage their difference, in [-1, 1]
 * @param bothOrders whether the orders are recorded and not recomputed
 * @param agreement of the judge with itself in both orders, Cohen's kappa of (baseline, tie, candidate); null where it
 *     was asked once
 * @param disagreements how many instructions get another winner in the other order; 0 where it was asked once
 */
public record PositionBias(
        double whenFirst,
        double whenSecond,
        Estimate advantage,
        boolean bothOrders,
        @Nullable Estimate agreement,
        int disagreements) {
    private static final int RESAMPLES = 2000;

    /** Null where one of the two orders does not occur. */
    public static @Nullable PositionBias of(AnnotationSet set, double level, long seed) {
        List<BothOrders> both = set.judgements().stream()
                .map(Judgement::orders)
                .filter(orders -> orders != null && orders.baselineFirst() != null && orders.candidateFirst() != null)
                .toList();
        return both.isEmpty() ? recomputed(set, level, seed) : recorded(both, level, seed);
    }

    private static @Nullable PositionBias recomputed(AnnotationSet set, double level, long seed) {
        List<Judgement> judged =
                set.judgements().stream().filter(Judgement::hasVerdict).toList();
        int n = judged.size();
        boolean[] first = new boolean[n];
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            first[i] = PositionSwitch.isSwitched(judged.get(i).instruction());
            scores[i] = judged.get(i).score();
        }
        int[] all = new int[n];
        for (int i = 0; i < n; i++) {
            all[i] = i;
        }
        double whenFirst = mean(all, scores, first, true);
        double whenSecond = mean(all, scores, first, false);
        if (Double.isNaN(whenFirst) || Double.isNaN(whenSecond)) {
            return null;
        }
        Estimate advantage = new Bootstrap(RESAMPLES, level, seed)
                .statistic(n, drawn -> mean(drawn, scores, first, true) - mean(drawn, scores, first, false));
        return new PositionBias(whenFirst, whenSecond, advantage, false, null, 0);
    }

    private static double mean(int[] drawn, double[] scores, boolean[] first, boolean wanted) {
        double sum = 0;
        int count = 0;
        for (int i : drawn) {
            if (first[i] == wanted) {
                sum += scores[i];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private static PositionBias recorded(List<BothOrders> both, double level, long seed) {
        double[] first = new double[both.size()];
        double[] second = new double[both.size()];
        long[][] counts = new long[3][3];
        int disagreements = 0;
        for (int i = 0; i < first.length; i++) {
            BothOrders orders = both.get(i);
            first[i] = score(orders.candidateFirst());
            second[i] = score(orders.baselineFirst());
            counts[Side.of(second[i])][Side.of(first[i])]++;
            disagreements += orders.disagree() ? 1 : 0;
        }
        return new PositionBias(
                NumpySum.of(first) / first.length,
                NumpySum.of(second) / second.length,
                new Bootstrap(RESAMPLES, level, seed).pairedDifference(first, second),
                true,
                Kappa.cohen(counts, level),
                disagreements);
    }

    private static double score(@Nullable Double preference) {
        return preference == null ? Double.NaN : preference - 1;
    }
}
