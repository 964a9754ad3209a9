package org.counterpoint.engine.decode;

/** Prompts that were computed, to be continued token by token together. */
public interface Continuation extends AutoCloseable {

    /** The likeliest token to follow each row, the first among equals. */
    int[] likeliest();

    /** The [vocabulary] logits of what follows each row. */
    float[][] logits();

    /** Adds a token to every row. */
    void add(int[] tokens);

    /** Keeps only these rows, in this order; to be followed by {@link #add}. */
    void keep(int[] rows);

    @Override
    void close();
}
