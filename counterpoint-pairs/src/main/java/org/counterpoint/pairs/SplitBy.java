package org.counterpoint.pairs;

import java.util.Locale;

/** What is never cut apart by a split. */
public enum SplitBy {
    /** All rows of a prompt. */
    PROMPT,
    /** All rows of prompts that are near-duplicates of each other, directly or through others. */
    CLUSTER;

    /** The name on command lines and in recipes. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
