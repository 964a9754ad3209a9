package org.counterpoint.serve;

/** An answer that is being written, token by token. */
public interface Utterance {

    /** Writes one token more; false where the answer has ended. */
    boolean step();

    /** Whether the limit of tokens cut the answer off. */
    boolean isCut();
}
