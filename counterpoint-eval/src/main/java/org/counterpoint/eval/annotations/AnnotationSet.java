package org.counterpoint.eval.annotations;

import java.util.List;
import java.util.Map;

/**
 * One file's judgements on one pair of models, an instruction at most once.
 *
 * @param file as the user gave it
 * @param baseline {@code generator_1}
 * @param candidate {@code generator_2}
 * @param annotators whose verdicts {@code judgements} are, the most frequent first; several where a pool of annotators
 *     took an instruction each
 * @param judgements in the order of the file, those without a verdict among them
 * @param otherJudges further annotators who judged some of the same instructions, by name: for agreement, not in the
 *     figures
 * @param rowsRead every non-blank row, broken ones too
 */
public record AnnotationSet(
        String file,
        String baseline,
        String candidate,
        List<String> annotators,
        List<Judgement> judgements,
        Map<String, List<Judgement>> otherJudges,
        long rowsRead,
        Account account) {

    public AnnotationSet {
        annotators = List.copyOf(annotators);
        judgements = List.copyOf(judgements);
        otherJudges = Map.copyOf(otherJudges);
    }

    /** The scores of the rows that have a verdict, in the order of the file. */
    public double[] scores() {
        return judgements.stream()
                .filter(Judgement::hasVerdict)
                .mapToDouble(Judgement::score)
                .toArray();
    }

    /** In how many rows one of the two answers is empty; they count as they were judged. */
    public long emptyOutputs() {
        return judgements.stream().filter(Judgement::empty).count();
    }
}
