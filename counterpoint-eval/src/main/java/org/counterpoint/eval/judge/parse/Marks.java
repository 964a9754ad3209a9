package org.counterpoint.eval.judge.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in double brackets. */
final class Marks {
    private static final Pattern MARK = Pattern.compile("\\[\\[\\s*([^\\[\\]\\s]{1,20})\\s*]]");

    private Marks() {}

    /** The marks of a text, in their order. */
    static List<String> in(String text) {
        List<String> marks = new ArrayList<>();
        Matcher matcher = MARK.matcher(text);
        while (matcher.find()) {
            marks.add(matcher.group(1));
        }
        return marks;
    }
}
