package org.counterpoint.train.rollout;

import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;

/**
 * A prompt that the policy answers.
 *
 * @param tokens as the policy's template and tokenizer make them, at least one
 */
public record RolloutPrompt(String id, Origin origin, Prompt prompt, int[] tokens) {}
