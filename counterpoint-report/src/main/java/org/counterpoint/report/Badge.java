package org.counterpoint.report;

/**
 * One of the few figures that a result rests on, such as how many prompts there were.
 *
 * @param caution whether it is a reason to doubt
 */
public record Badge(String name, String value, boolean caution) {

    public Badge(String name, String value) {
        this(name, value, false);
    }

    /** Digits in groups of three. */
    public static Badge count(String name, long count) {
        return new Badge(name, String.format(java.util.Locale.ROOT, "%,d", count));
    }
}
