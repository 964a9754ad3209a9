package org.counterpoint.data;

import java.util.Collection;

/** "Did you mean" for mistyped names. */
public final class Suggestion {
    private Suggestion() {}

    /** Something like {@code "; did you mean beta?"}, or nothing where no candidate is near. */
    public static String among(String word, Collection<String> candidates) {
        String best = "";
        int least = Math.max(2, word.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }

    /** Levenshtein's distance, on at most 100 characters of each. */
    private static int distance(String a, String b) {
        int n = Math.min(a.length(), 100);
        int m = Math.min(b.length(), 100);
        int[] row = new int[m + 1];
        for (int j = 0; j <= m; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= n; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= m; j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[m];
    }
}
