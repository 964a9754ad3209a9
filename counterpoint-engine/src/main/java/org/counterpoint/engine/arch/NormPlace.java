package org.counterpoint.engine.arch;

/** Where the two halves of a layer are normed. */
public enum NormPlace {
    /** What they read. */
    BEFORE,
    /** What they add to the residual stream. */
    AFTER,
    /** Both. */
    AROUND
}
