package org.counterpoint.train.curriculum;

/** Which end of a score comes first. */
public enum Direction {
    /** The smallest first: from easy to hard where a score says how hard a pair is. */
    RISING,
    /** The largest first: from easy to hard where a score says how easy a pair is, as a gap of strength does. */
    FALLING
}
