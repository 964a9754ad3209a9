package org.counterpoint.eval.judge.parse;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in double brackets. */
final class Marks {
    private static final Pattern MARK = Pattern.compile("\\[\\[\\s*([^\\[\\]\\s]{1,20})\\s*]]");

    private Marks() {}

    /** The different marks of a text, in their order. */
    static Set<String> in(String text) {
        Set<String> marks = new LinkedHashSet<>();
        Matcher matcher = MARK.matcher(text);
        while (matcher.find()) {
            marks.add(matcher.group(1));
        }
        return marks;
    }
}
