package org.counterpoint.jinja;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code strftime} in the C locale. */
final class Strftime {
    private static final Map<String, DateTimeFormatter> FORMATS = Map.ofEntries(
            format("Y", "yyyy"),
            format("y", "yy"),
            format("m", "MM"),
            format("d", "dd"),
            format("B", "MMMM"),
            format("b", "MMM"),
            format("h", "MMM"),
            format("A", "EEEE"),
            format("a", "EEE"),
            format("H", "HH"),
            format("I", "hh"),
            format("M", "mm"),
            format("S", "ss"),
            format("p", "a"),
            format("j", "DDD"),
            format("f", "SSSSSS"),
            format("F", "yyyy-MM-dd"),
            format("T", "HH:mm:ss"),
            format("D", "MM/dd/yy"),
            format("R", "HH:mm"),
            format("x", "MM/dd/yy"),
            format("X", "HH:mm:ss"));

    private static final Pattern CODE = Pattern.compile("%(-?)(.?)", Pattern.DOTALL);

    private Strftime() {}

    private static Map.Entry<String, DateTimeFormatter> format(String code, String pattern) {
        return Map.entry(code, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }

    static String format(String format, ZonedDateTime time) {
        Matcher codes = CODE.matcher(format);
        StringBuilder out = new StringBuilder();
        while (codes.find()) {
            String text = one(codes.group(2), time);
            String padded = codes.group(1).isEmpty() ? text : text.replaceFirst("^0+(?=.)", "");
            codes.appendReplacement(out, Matcher.quoteReplacement(padded));
        }
        return codes.appendTail(out).toString();
    }

    private static String one(String code, ZonedDateTime time) {
        DateTimeFormatter formatter = FORMATS.get(code);
        if (formatter != null) {
            return formatter.format(time);
        }
        return switch (code) {
            case "%" -> "%";
            case "n" -> "\n";
            case "t" -> "\t";
            case "e" -> "%2d".formatted(time.getDayOfMonth());
            case "u" -> Integer.toString(time.getDayOfWeek().getValue());
            case "w" -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            // Python's datetime.now() has no zone.
            case "z", "Z" -> "";
            default -> throw new TemplateFault("strftime_now: the code %" + code + " is not supported");
        };
    }
}
