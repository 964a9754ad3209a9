package org.counterpoint.bench;

import java.util.List;

/**
 * How long a group is.
 *
 * @param prompt tokens before the answers
 * @param responses tokens of each answer, its end included
 */
record GroupTokens(int prompt, List<Integer> responses) {
    GroupTokens {
        responses = List.copyOf(responses);
    }

    /** The longest prompt and answer together. */
    int longest() {
        return prompt + responses.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** All sequences together, the prompt counted with each answer. */
    int total() {
        return prompt * responses.size()
                + responses.stream().mapToInt(Integer::intValue).sum();
    }
}
