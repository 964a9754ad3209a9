package org.counterpoint.train.curriculum;

import java.util.Locale;

/** How the weight moves from the easy type to the hard one as t goes from 0 to 1. */
public enum CurriculumKind {
    /** Every pair weighs 1. */
    NONE,
    /** From easy to hard, evenly (the paper's). */
    LINEAR,
    /** From hard to easy, evenly. */
    REVERSE,
    /** Easy alone, then hard alone. */
    STEP,
    /** Both halves throughout. */
    MIXED,
    /** Easy alone at first, and ever more of all others, until every type weighs the same. */
    WIDEN,
    /** Groups in the order of a score, rising unless told otherwise; every pair weighs 1. */
    SCORE;

    /** The name in settings. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the weights depend on the types {@code from} and {@code to}. */
    public boolean usesTypes() {
        return this != NONE && this != SCORE;
    }

    /** Whether a hard type {@code to} takes the easy one's place; else all types join it, or there are none. */
    public boolean usesHardType() {
        return usesTypes() && this != WIDEN;
    }
}
