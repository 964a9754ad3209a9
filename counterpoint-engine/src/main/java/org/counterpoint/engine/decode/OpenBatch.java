package org.counterpoint.engine.decode;

/** A continuation that further prompts may join between two steps; no row's logits depend on who is beside it. */
public interface OpenBatch extends Continuation {

    /**
     * Computes prompts and adds their rows behind those that are there. Every row must have been given its last token:
     * it follows {@link #add}, or the beginning.
     */
    void join(int[][] prompts);
}
