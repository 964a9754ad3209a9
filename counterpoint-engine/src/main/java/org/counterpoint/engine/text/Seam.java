package org.counterpoint.engine.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the responses of a group begin, in tokens. A prompt tokenised alone need not be a prefix
 * of prompt and answer tokenised as one text: a tokenizer may merge characters across the seam.
 */
final class Seam {
    private static final String BOUNDARY = "boundary: the prompt's end and the answer's beginning make one token";

    private Seam() {}

    /**
     * Cuts a group. With {@link Boundary#SPLIT} the cut is the shortest, over the responses that are kept,
     * of the common prefix of {@code prompt} and the response's full text, so that all keep one prompt; for a
     * group of two this is the cut that TRL 1.16.0's DPOTrainer makes.
     *
     * @param prompt the prompt's tokens
     * @param full the tokens of prompt and answer as one text, one array a response; null where the
     *     response is set aside already, for the reason of the same index
     */
    static EncodedGroup cut(
            int[] prompt, List<int @Nullable []> full, List<@Nullable String> given, Boundary boundary) {
        int n = full.size();
        List<@Nullable String> reasons = new ArrayList<>(given);
        List<Boolean> merged = new ArrayList<>();
        int cut = prompt.length;
        for (int i = 0; i < n; i++) {
            int[] tokens = full.get(i);
            if (tokens == null) {
                merged.add(false);
                continue;
            }
            int common = commonPrefix(prompt, tokens);
            boolean across = common < prompt.length && common < tokens.length;
            merged.add(across);
            if (common == tokens.length) {
                reasons.set(i, "empty_after_template");
            } else if (common == 0 || across && boundary == Boundary.DROP) {
                reasons.set(i, prompt.length == 0 ? "empty_prompt" : BOUNDARY);
            } else {
                cut = Math.min(cut, common);
            }
        }
        List<@Nullable TokenSequence> sequences = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int[] tokens = full.get(i);
            sequences.add(tokens == null || reasons.get(i) != null ? null : new TokenSequence(tokens, cut));
        }
        return new EncodedGroup(sequences, reasons, merged);
    }

    /** How many leading tokens two sequences share. */
    static int commonPrefix(int[] a, int[] b) {
        int mismatch = Arrays.mismatch(a, b);
        return mismatch < 0 ? a.length : mismatch;
    }
}
