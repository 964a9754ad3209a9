package org.counterpoint.train.card;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Anybody's text within Markdown, where it stays text. */
final class Markdown {

    private static final Pattern TICKS = Pattern.compile("`+");

    private Markdown() {}

    /** A span of code, within a table too. */
    static String code(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        int longest = 0;
        for (Matcher ticks = TICKS.matcher(line); ticks.find(); ) {
            longest = Math.max(longest, ticks.group().length());
        }
        String fence = "`".repeat(longest + 1);
        String room = line.startsWith("`") || line.endsWith("`") || line.isEmpty() ? " " : "";
        return fence + room + line.replace("|", "\\|") + room + fence;
    }

    /** Plain words: nothing in them makes a heading, a link, an element or a cell. */
    static String words(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ")
                .strip()
                .replaceAll("([\\\\`*_{}\\[\\]()#+!|~$])", "\\\\$1")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    /** A path as others may see it: its last two names, as the rest says where somebody keeps their files. */
    static String place(String path) {
        Path file = Path.of(path).normalize();
        int names = file.getNameCount();
        return code(names > 2 ? file.subpath(names - 2, names).toString() : file.toString());
    }
}
