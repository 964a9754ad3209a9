package org.counterpoint.eval.figures;

import java.util.List;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.WinRate;
import org.jspecify.annotations.Nullable;

/**
 * How much the verdicts go with length, as they are: a stronger model often writes more, so this is no proof that
 * length is what the judge likes. Each part is null where no row belongs to it.
 *
 * @param longerPreferred how often the longer answer is preferred, where lengths differ; ties half
 * @param whenLonger the candidate's win rate where its answer is the longer
 * @param whenShorter the candidate's win rate where its answer is the shorter
 * @param matched the candidate's win rate where the longer answer has at most a tenth more code points
 */
public record LengthEffect(
        @Nullable Estimate longerPreferred,
        @Nullable Estimate whenLonger,
        @Nullable Estimate whenShorter,
        @Nullable Estimate matched) {
    /** The longer answer of a matched pair has at most this many times the other's length. */
    public static final double MATCHED = 1.1;

    public static LengthEffect of(AnnotationSet set, double level, long seed) {
        List<Judgement> judged =
                set.judgements().stream().filter(Judgement::hasVerdict).toList();
        List<Judgement> longer = judged.stream().filter(j -> gap(j) > 0).toList();
        List<Judgement> shorter = judged.stream().filter(j -> gap(j) < 0).toList();
        double[] ofLonger = judged.stream()
                .filter(j -> gap(j) != 0)
                .mapToDouble(j -> gap(j) > 0 ? j.score() : 1 - j.score())
                .toArray();
        return new LengthEffect(
                rate(ofLonger, level, seed),
                rate(scores(longer), level, seed),
                rate(scores(shorter), level, seed),
                rate(scores(judged.stream().filter(LengthEffect::matched).toList()), level, seed));
    }

    private static int gap(Judgement judgement) {
        return judgement.candidateLength() - judgement.baselineLength();
    }

    private static boolean matched(Judgement judgement) {
        int longer = Math.max(judgement.candidateLength(), judgement.baselineLength());
        int shorter = Math.min(judgement.candidateLength(), judgement.baselineLength());
        return longer <= MATCHED * shorter;
    }

    private static double[] scores(List<Judgement> judgements) {
        return judgements.stream().mapToDouble(Judgement::score).toArray();
    }

    private static @Nullable Estimate rate(double[] scores, double level, long seed) {
        return scores.length == 0 ? null : WinRate.of(scores, level, seed);
    }
}
