package org.counterpoint.train.rollout;

import java.util.Arrays;
import org.counterpoint.engine.TokenSequence;

/**
 * An answer that the policy drew.
 *
 * @param sample which of its prompt's answers, from 0
 * @param ids its tokens, the end token included and nothing after it; at least one
 * @param cutOff whether the limit ended it, and no end token
 * @param text without special tokens
 * @param drawnLogps of each token, as the sampler computed it, in nats at the sampling temperature
 */
public record Rollout(RolloutPrompt prompt, int sample, int[] ids, boolean cutOff, String text, double[] drawnLogps) {

    public int tokens() {
        return ids.length;
    }

    /** The prompt and the answer, to be scored. */
    public TokenSequence sequence() {
        int[] prefix = prompt.tokens();
        int[] all = Arrays.copyOf(prefix, prefix.length + ids.length);
        System.arraycopy(ids, 0, all, prefix.length, ids.length);
        return new TokenSequence(all, prefix.length);
    }
}
