package org.counterpoint.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known name nearest to a mistyped one. */
public final class Suggestions {
    private static final int LONGEST = 100;

    private Suggestions() {}

    /** Something like {@code "; did you mean beta?"}, or nothing where no name is near. */
    public static String meant(String typed, Collection<String> known) {
        return nearest(typed, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** As {@link #meant}, or {@code "; there are a, b"} where no name is near. */
    public static String orAll(String typed, Collection<String> known) {
        String near = meant(typed, known);
        return near.isEmpty() ? "; there are " + String.join(", ", known) : near;
    }

    /** The nearest name, if it is near enough that a slip of the fingers explains the difference. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        String word = bare(typed);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return known.stream()
                .filter(name -> near(word, bare(name)))
                .min(Comparator.<String>comparingInt(name -> distance(word, bare(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean near(String typed, String name) {
        int allowed = Math.max(1, Math.max(typed.length(), name.length()) / 3);
        return distance(typed, name) <= allowed || (typed.length() >= 3 && name.startsWith(typed));
    }

    /** What is compared of a name: no case, one kind of hyphen, and not all of a text that is no name at all. */
    private static String bare(String name) {
        String bare = name.replaceFirst("^-+", "").replace('_', '-').toLowerCase(Locale.ROOT);
        return bare.substring(0, Math.min(LONGEST, bare.length()));
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
