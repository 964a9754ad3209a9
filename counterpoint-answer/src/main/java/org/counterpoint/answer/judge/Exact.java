package org.counterpoint.answer.judge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.eval.judge.AnswerPair;
import org.counterpoint.eval.judge.Grader;

/** Grades by equality with the reference, whitespace at the ends apart: 1 or 0. */
public final class Exact implements Grader {
    private final Map<String, String> references = new HashMap<>();

    /** @param comparisons each with a reference */
    public Exact(List<AnswerPair> comparisons) {
        for (AnswerPair comparison : comparisons) {
            if (comparison.reference() != null) {
                references.put(comparison.instruction(), comparison.reference().strip());
            }
        }
    }

    @Override
    public Grade grade(String instruction, String answer) {
        boolean equal = answer.strip().equals(references.get(instruction));
        return new Grade(equal ? 1 : 0, equal ? "the reference" : "not the reference");
    }
}
