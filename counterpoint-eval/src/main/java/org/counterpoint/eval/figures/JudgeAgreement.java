package org.counterpoint.eval.figures;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Kappa;

/**
 * How two judges of the same answers agree.
 *
 * @param shared how many instructions both gave a verdict on, the answers being the same
 * @param agreed on how many of them they name the same winner, or both a tie
 * @param kappa Cohen's, of (baseline, tie, candidate)
 */
public record JudgeAgreement(String first, String second, int shared, int agreed, Estimate kappa) {

    /** Of the file's judge with each of the others in the file that shares an instruction with it, by name. */
    public static List<JudgeAgreement> within(AnnotationSet set, double level) {
        return new TreeMap<>(set.otherJudges())
                .entrySet().stream()
                        .flatMap(other ->
                                of(set.annotators().get(0), set.judgements(), other.getKey(), other.getValue(), level)
                                        .stream())
                        .toList();
    }

    /** Of two files' judges on the same two models' answers; empty where that is not what the files hold. */
    public static List<JudgeAgreement> between(AnnotationSet set, AnnotationSet other, double level) {
        boolean sameModels =
                set.baseline().equals(other.baseline()) && set.candidate().equals(other.candidate());
        String first = String.join("+", set.annotators());
        String second = String.join("+", other.annotators());
        if (!sameModels || first.equals(second)) {
            return List.of();
        }
        return of(first, set.judgements(), second, other.judgements(), level);
    }

    private static List<JudgeAgreement> of(
            String first, List<Judgement> theirs, String second, List<Judgement> others, double level) {
        Map<String, Judgement> byInstruction = new HashMap<>();
        theirs.stream().filter(Judgement::hasVerdict).forEach(j -> byInstruction.put(j.instruction(), j));
        long[][] counts = new long[3][3];
        int shared = 0;
        int agreed = 0;
        for (Judgement judgement : others) {
            Judgement match = byInstruction.get(judgement.instruction());
            if (judgement.hasVerdict() && match != null && judgement.sameAnswers(match)) {
                int one = Side.of(match.score());
                int two = Side.of(judgement.score());
                counts[one][two]++;
                shared++;
                agreed += one == two ? 1 : 0;
            }
        }
        return shared == 0
                ? List.of()
                : List.of(new JudgeAgreement(first, second, shared, agreed, Kappa.cohen(counts, level)));
    }
}
