package org.counterpoint.pairs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.counterpoint.data.InputException;

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

    public static List<String> names() {
        return Arrays.stream(values()).map(SplitBy::wireName).toList();
    }

    /** @throws InputException where there is none of this name */
    public static SplitBy parse(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(name))
                .findAny()
                .orElseThrow(() -> new InputException("--by is \"" + name + "\"; it is prompt or cluster."));
    }
}
