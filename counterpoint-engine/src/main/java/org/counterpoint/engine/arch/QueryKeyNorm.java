package org.counterpoint.engine.arch;

/** What queries and keys are normed over. */
public enum QueryKeyNorm {
    NONE,
    /** Each head for itself, with the same weights. */
    EACH_HEAD,
    /** All heads together. */
    WHOLE
}
