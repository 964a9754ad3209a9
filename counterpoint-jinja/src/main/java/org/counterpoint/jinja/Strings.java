package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Operations on strings as Python has them: white space is Unicode's, lengths and places count code points. */
final class Strings {
    private Strings() {}

    /** Python's {@code str.isspace}. */
    static boolean isSpace(int c) {
        return c >= '\t' && c <= '\r'
                || c >= 0x1c && c <= 0x20
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200a
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    /** Whether there is at least one character and all are white space. */
    static boolean isBlank(String text) {
        return !text.isEmpty() && text.chars().allMatch(Strings::isSpace);
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static String stripTrailing(String text) {
        return strip(text, null, false, true);
    }

    /**
     * @param characters which to strip; null for white space
     */
    static String strip(String text, @Nullable String characters, boolean leading, boolean trailing) {
        int start = 0;
        int end = text.length();
        while (leading && start < end && strips(text.codePointAt(start), characters)) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (trailing && end > start && strips(text.codePointBefore(end), characters)) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean strips(int c, @Nullable String characters) {
        return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
    }

    /** By code points, as Python orders strings. */
    static int compare(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        if (i == a.length() || i == b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        boolean inside = i > 0 && Character.isHighSurrogate(a.charAt(i - 1));
        int at = inside ? i - 1 : i;
        return Integer.compare(a.codePointAt(at), b.codePointAt(at));
    }

    /** {@code str.split()}: at runs of white space, none at the ends; at most {@code limit} times if not negative. */
    static List<String> splitSpace(String text, long limit) {
        List<String> parts = new ArrayList<>();
        String rest = strip(text, null, true, false);
        while (!rest.isEmpty()) {
            int end = 0;
            if (limit >= 0 && parts.size() == limit) {
                parts.add(rest);
                return parts;
            }
            while (end < rest.length() && !isSpace(rest.charAt(end))) {
                end++;
            }
            parts.add(rest.substring(0, end));
            int next = end;
            while (next < rest.length() && isSpace(rest.charAt(next))) {
                next++;
            }
            rest = rest.substring(next);
        }
        return parts;
    }

    /** {@code str.rsplit(None, limit)}. */
    static List<String> splitSpaceFromEnd(String text, long limit) {
        List<String> parts = new ArrayList<>();
        String rest = stripTrailing(text);
        while (!rest.isEmpty()) {
            if (limit >= 0 && parts.size() == limit) {
                parts.add(0, rest);
                return parts;
            }
            int start = rest.length();
            while (start > 0 && !isSpace(rest.charAt(start - 1))) {
                start--;
            }
            parts.add(0, rest.substring(start));
            rest = stripTrailing(rest.substring(0, start));
        }
        return parts;
    }

    static List<String> split(String text, String separator, long limit) {
        if (separator.isEmpty()) {
            throw new TemplateFault("split: the separator is empty");
        }
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int found = text.indexOf(separator);
                found >= 0 && (limit < 0 || parts.size() < limit);
                found = text.indexOf(separator, start)) {
            parts.add(text.substring(start, found));
            start = found + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    static List<String> splitFromEnd(String text, String separator, long limit) {
        if (separator.isEmpty()) {
            throw new TemplateFault("rsplit: the separator is empty");
        }
        List<String> parts = new ArrayList<>();
        int end = text.length();
        while (limit < 0 || parts.size() < limit) {
            int found = text.lastIndexOf(separator, end - separator.length());
            if (found < 0 || end - separator.length() < 0) {
                break;
            }
            parts.add(0, text.substring(found + separator.length(), end));
            end = found;
        }
        parts.add(0, text.substring(0, end));
        return parts;
    }

    static List<String> lines(String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c >= '\n' && c <= '\r' || c >= 0x1c && c <= 0x1e || c == 0x85 || c == 0x2028 || c == 0x2029;
            if (ends) {
                int next = c == '\r' && text.startsWith("\n", i + 1) ? i + 2 : i + 1;
                lines.add(text.substring(start, keepEnds ? next : i));
                start = next;
                i = next - 1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    /** {@code str.capitalize}: the first character upper, the rest lower. */
    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.codePointAt(0));
        return titleCase(text.codePointAt(0)) + text.substring(first).toLowerCase(Locale.ROOT);
    }

    /** {@code str.title}: every run of letters capitalized. */
    static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            boolean cased = Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
            String one = Character.toString(c);
            out.append(!cased ? one : inWord ? one.toLowerCase(Locale.ROOT) : titleCase(c));
            inWord = cased;
        }
        return out.toString();
    }

    /** One character at a word's beginning; sharp s and ligatures become two letters. */
    private static String titleCase(int c) {
        String upper = Character.toString(c).toUpperCase(Locale.ROOT);
        if (length(upper) == 1) {
            return Character.toString(Character.toTitleCase(c));
        }
        int first = upper.offsetByCodePoints(0, 1);
        return upper.substring(0, first) + upper.substring(first).toLowerCase(Locale.ROOT);
    }

    static int count(String text, String part) {
        if (part.isEmpty()) {
            return length(text) + 1;
        }
        int count = 0;
        for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + part.length())) {
            count++;
        }
        return count;
    }

    /** {@code str.replace}; {@code limit} negative for all. */
    static String replace(String text, String old, String replacement, long limit, RenderBudget budget) {
        long found = count(text, old);
        long times = limit < 0 ? found : Math.min(found, limit);
        budget.characters(text.length() + times * Math.max(0, (long) replacement.length() - old.length()));
        StringBuilder out = new StringBuilder();
        int start = 0;
        for (long n = 0; n < times; n++) {
            int at = old.isEmpty() ? start : text.indexOf(old, start);
            if (old.isEmpty()) {
                out.append(replacement);
                int next = at < text.length() ? at + Character.charCount(text.codePointAt(at)) : at;
                out.append(text, at, next);
                start = next;
            } else {
                out.append(text, start, at).append(replacement);
                start = at + old.length();
            }
        }
        return out.append(text.substring(start)).toString();
    }

    static String repeat(String text, long times, RenderBudget budget) {
        if (times <= 0 || text.isEmpty()) {
            return "";
        }
        if (times > Integer.MAX_VALUE) {
            throw new TemplateFault("a string repeated " + times + " times");
        }
        budget.characters(text.length() * times);
        return text.repeat((int) times);
    }
}
