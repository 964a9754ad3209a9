package org.counterpoint.engine.arch;

/** How a norm's weight is applied. */
public enum NormWeight {
    /** {@code w * x / rms(x)}. */
    PLAIN
}
