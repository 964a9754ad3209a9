package org.counterpoint.engine.arch;

/** The function of the feed-forward network's gate. */
public enum Activation {
    /** {@code x / (1 + e^-x)}. */
    SILU
}
