package org.counterpoint.engine.adapter;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.counterpoint.engine.ModelException;

/** A regular expression of Python's, held against names of modules; one that backtracks without end is refused. */
final class ModulePattern {
    private static final int MOST_STEPS = 1_000_000;

    private final String where;
    private final String text;
    private final Pattern pattern;

    /** @param where for messages: the file and its key */
    ModulePattern(String where, String text, String regex) {
        this.where = where;
        this.text = text;
        try {
            this.pattern = Pattern.compile(regex.replace("(?P<", "(?<"));
        } catch (PatternSyntaxException e) {
            throw new ModelException(where + " is no regular expression: " + text, e);
        }
    }

    boolean matches(String name) {
        return pattern.matcher(new Watched(name, new int[1])).matches();
    }

    /** A text that counts how often it is looked at. */
    private final class Watched implements CharSequence {
        private final String name;
        private final int[] steps;

        Watched(String name, int[] steps) {
            this.name = name;
            this.steps = steps;
        }

        @Override
        public char charAt(int index) {
            if (steps[0]++ > MOST_STEPS) {
                throw new ModelException(where + ": the expression " + text + " does not come to an end on " + name);
            }
            return name.charAt(index);
        }

        @Override
        public int length() {
            return name.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(name.substring(start, end), steps);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
