package org.counterpoint.eval;

import org.counterpoint.data.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A verdict on two answers to one instruction, in AlpacaEval's terms.
 *
 * @param output1 the baseline's answer
 * @param output2 the candidate's answer
 * @param preference 1: the baseline's is better, 2: the candidate's is, 1.5: a tie, between them for weighted verdicts;
 *     null where there is none
 */
public record Annotation(
        String instruction,
        String output1,
        String generator1,
        String output2,
        String generator2,
        @Nullable String annotator,
        @Nullable Double preference,
        Origin origin) {}
