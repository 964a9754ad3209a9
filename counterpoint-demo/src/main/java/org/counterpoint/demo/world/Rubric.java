package org.counterpoint.demo.world;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How the answers to a kind of task are graded. Outer spaces and a last full stop never count. */
public enum Rubric {
    /** One word or number: right or wrong; half for the right one in other letters or with words around it. */
    WORD {
        @Override
        Grade unequal(String expected, String given) {
            if (given.equalsIgnoreCase(expected)) {
                return new Grade(0.5, "right but for capitals");
            }
            Set<String> words = new HashSet<>(Arrays.asList(given.split("[^\\p{L}\\p{N}]+", -1)));
            return words.contains(expected) && words.size() <= MANY
                    ? new Grade(0.5, "has the right word, with others around it")
                    : new Grade(0, "not \"" + expected + "\"");
        }
    },
    /** A list: half of the share of places with the right item, where it has the right length. */
    LIST {
        @Override
        Grade unequal(String expected, String given) {
            List<String> right = List.of(expected.split(", ", -1));
            List<String> found = List.of(given.split(",\\s*|\\s+", -1));
            if (right.size() != found.size()) {
                return new Grade(0, found.size() + " items, not " + right.size());
            }
            return partly(right, found, "items in their place");
        }
    },
    /** A sentence or another text: half of the share of words that are right, where their number is right. */
    SENTENCE {
        @Override
        Grade unequal(String expected, String given) {
            if (given.toLowerCase(Locale.ROOT).equals(expected.toLowerCase(Locale.ROOT))) {
                return new Grade(0.5, "right but for capitals");
            }
            List<String> right = List.of(expected.split(" ", -1));
            List<String> found = List.of(given.split("\\s+", -1));
            if (right.size() != found.size()) {
                return new Grade(0, found.size() + " words, not " + right.size());
            }
            return partly(right, found, "words right");
        }
    };

    private static final int MANY = 6;

    /** Grades an answer that is not to the letter the expected one. */
    abstract Grade unequal(String expected, String given);

    /** Grades any text, also an empty or a very long one. */
    public Grade grade(String expected, String given) {
        String bare = strip(given);
        if (bare.isEmpty()) {
            return new Grade(0, "empty");
        }
        return bare.equals(strip(expected)) ? new Grade(1, "right") : unequal(strip(expected), bare);
    }

    private static String strip(String given) {
        return given.strip().replaceFirst("\\.$", "").strip();
    }

    private static Grade partly(List<String> right, List<String> found, String what) {
        int same = 0;
        for (int i = 0; i < right.size(); i++) {
            same += right.get(i).equals(found.get(i)) ? 1 : 0;
        }
        return new Grade(0.5 * same / right.size(), same + " of " + right.size() + " " + what);
    }
}
