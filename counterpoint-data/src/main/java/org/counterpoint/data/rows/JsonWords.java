package org.counterpoint.data.rows;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** What is wrong with a row that is no JSON, in the words of whoever wrote the row. */
final class JsonWords {
    /** How the parser begins to say it, and what it means. */
    private static final List<Map.Entry<Pattern, String>> MEANINGS = List.of(
            Map.entry(Pattern.compile("^Unrecognized token '(.{0,40})", Pattern.DOTALL), "'%s' is no JSON value"),
            Map.entry(
                    Pattern.compile("^Unexpected character \\('(.{1,2})' \\(", Pattern.DOTALL),
                    "'%s' stands where it may not"),
            Map.entry(Pattern.compile("^Duplicate .*? [\"'](.*)[\"']", Pattern.DOTALL), "the key \"%s\" stands twice"),
            Map.entry(Pattern.compile("^Unexpected end-of-input"), "it ends too early: a quote or a bracket is open"),
            Map.entry(Pattern.compile("^Illegal unquoted character"), "a control character stands in a text unescaped"),
            Map.entry(
                    Pattern.compile("^Unrecognized character escape"),
                    "a backslash stands before a character that takes none"),
            Map.entry(Pattern.compile("^(Trailing token|Unexpected close marker)"), "something follows the row's end"),
            Map.entry(Pattern.compile("nesting depth"), "it is nested too deep: more than 500 levels"),
            Map.entry(Pattern.compile("(?i)number (value )?length"), "a number has too many digits"),
            Map.entry(
                    Pattern.compile("(?i)leading zeroes|numeric value|Invalid number"),
                    "a number is written as JSON has none"));

    private JsonWords() {}

    static String of(JacksonException e) {
        String said = String.valueOf(e.getOriginalMessage());
        String what = MEANINGS.stream()
                .map(meaning -> meaning(meaning.getKey().matcher(said), meaning.getValue()))
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("it is no JSON");
        boolean placed = e.getLocation() != null && e.getLocation().getColumnNr() > 0;
        return what + (placed ? " (column " + e.getLocation().getColumnNr() + " of the row)" : "");
    }

    private static String meaning(Matcher matcher, String words) {
        if (!matcher.find()) {
            return "";
        }
        String quoted = matcher.groupCount() == 0 ? "" : String.valueOf(matcher.group(1));
        return words.contains("%s") ? words.replace("%s", quoted.replaceFirst("'.*", "")) : words;
    }
}
