package org.counterpoint.engine.arch;

/** How a norm's weight is applied. */
public enum NormWeight {
    /** {@code w * x / rms(x)}. */
    PLAIN,
    /** {@code (1 + w) * x / rms(x)}; weights begin at 0. */
    ONE_PLUS
}
