package org.counterpoint.data;

import java.util.Map;
import java.util.stream.Collectors;

/** How many of what, as a person reads it. */
public final class Counts {
    private Counts() {}

    /** {@code "12 identical_answers, 3 empty_answer"}; empty where there is nothing. */
    public static String words(Map<String, Long> byName) {
        return byName.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
