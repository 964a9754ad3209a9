package org.counterpoint.chat;

import org.jspecify.annotations.Nullable;

/**
 * How an answer is drawn. What is null is not sent: the server's default holds.
 *
 * @param maxTokens the longest answer, in tokens
 * @param seed of the draw; a sample's own seed is made of this and its number
 * @param topLogprobs how many likeliest tokens are wanted at each place of the answer, with log-probabilities; 0: none
 */
public record ChatParameters(
        int maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Long seed,
        int topLogprobs) {}
