package org.counterpoint.answer.generate;

import java.util.List;

/** How many tokens a run may still spend, of prompts and answers, earlier runs of the same work included. */
final class TokenBudget {
    private final long most;
    private final int maxNewTokens;
    private long spent;

    /**
     * @param most how many tokens may be spent; 0: any number
     * @param maxNewTokens the longest answer
     * @param before what earlier runs generated; their prompts are still to be {@link #spend spent}
     */
    TokenBudget(long most, int maxNewTokens, long before) {
        this.most = most;
        this.maxNewTokens = maxNewTokens;
        this.spent = before;
    }

    /** Whether the longest answers to these prompts still fit. */
    boolean allows(List<PromptQueue.Item> batch) {
        return most == 0 || spent + prompts(batch) + (long) maxNewTokens * batch.size() <= most;
    }

    /** Takes down a batch with what was generated for it now. */
    void spend(List<PromptQueue.Item> batch, long generated) {
        spent += prompts(batch) + generated;
    }

    private static long prompts(List<PromptQueue.Item> batch) {
        return batch.stream().mapToLong(item -> item.tokens().length).sum();
    }

    @Override
    public String toString() {
        return spent + " of " + most + " tokens";
    }
}
