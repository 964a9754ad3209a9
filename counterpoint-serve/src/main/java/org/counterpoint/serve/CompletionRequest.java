package org.counterpoint.serve;

import java.util.List;
import org.counterpoint.engine.model.Sampling;

/**
 * What is asked of a language model, read and checked.
 *
 * @param chat whether it is a conversation, not plain text
 * @param model the name under which it was asked for
 * @param prompts as tokens
 * @param texts of the prompts, where they are echoed
 * @param maxTokens of each answer
 * @param seed of the draws; each of {@code samples} has its own
 * @param samples answers a prompt
 * @param stops texts before which an answer ends
 * @param logprobs whether log-probabilities are told
 * @param likeliest how many of the likeliest tokens are told at each place
 * @param echo whether the prompt stands before its answer
 * @param usage whether a stream ends with the counts of tokens
 */
record CompletionRequest(
        boolean chat,
        String model,
        List<int[]> prompts,
        List<String> texts,
        int maxTokens,
        Sampling sampling,
        long seed,
        int samples,
        List<String> stops,
        boolean logprobs,
        int likeliest,
        boolean echo,
        boolean stream,
        boolean usage) {

    /** Answers in all. */
    int rows() {
        return prompts.size() * samples;
    }

    int promptTokens() {
        return prompts.stream().mapToInt(prompt -> prompt.length).sum();
    }
}
