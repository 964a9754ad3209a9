package org.counterpoint.train.curriculum;

import java.util.Locale;

/** How weights become a loss. */
public enum Realisation {
    /** Every pair's loss times its weight. */
    WEIGHTED,
    /** One pair a group, drawn with the weights as probabilities. */
    SAMPLED;

    /** The name in settings. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
