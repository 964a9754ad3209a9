package org.counterpoint.data.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with a file that is no YAML, in the words of people who write such files, not of its parser. */
final class YamlWords {
    /** By a part of the parser's message, the more special first. */
    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("'\\t", "a tab stands where only spaces may: indent with spaces");
        WORDS.put("@", "a value that begins with @ or ` has to stand in quotes");
        WORDS.put(
                "expected <block end>",
                "this line is indented unlike those around it, or it lacks its \"- \" or \"name: \"");
        WORDS.put(
                "mapping values are not allowed",
                "a colon where none can stand: put the value in quotes, or begin a new line");
        WORDS.put("could not find expected ':'", "a name without its colon: write \"name: value\"");
        WORDS.put("',' or ']'", "a list in [ ] is not closed, or a comma is missing in it");
        WORDS.put("',' or '}'", "a mapping in { } is not closed, or a comma is missing in it");
        WORDS.put("unexpected end of stream", "a quotation mark is opened and not closed");
        WORDS.put(
                "unknown escape character",
                "a backslash within \" \" that YAML does not know: write it twice, or use ' '");
        WORDS.put("undefined alias", "an alias (*name) is not understood here; write the value out");
    }

    private YamlWords() {}

    static String of(@Nullable String parser) {
        String message = String.valueOf(parser);
        return WORDS.entrySet().stream()
                .filter(words -> message.contains(words.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("this is not YAML (\"name: value\" a line, what belongs to a name indented beneath it)");
    }
}
