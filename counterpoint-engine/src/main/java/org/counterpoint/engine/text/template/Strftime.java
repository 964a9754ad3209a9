package org.counterpoint.engine.text.template;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Python's {@code strftime} in the C locale. */
final class Strftime {
    private static final Map<Character, DateTimeFormatter> FORMATS = Map.ofEntries(
            format('Y', "yyyy"),
            format('y', "yy"),
            format('m', "MM"),
            format('d', "dd"),
            format('B', "MMMM"),
            format('b', "MMM"),
            format('h', "MMM"),
            format('A', "EEEE"),
            format('a', "EEE"),
            format('H', "HH"),
            format('I', "hh"),
            format('M', "mm"),
            format('S', "ss"),
            format('p', "a"),
            format('j', "DDD"),
            format('f', "SSSSSS"),
            format('F', "yyyy-MM-dd"),
            format('T', "HH:mm:ss"),
            format('D', "MM/dd/yy"),
            format('R', "HH:mm"),
            format('x', "MM/dd/yy"),
            format('X', "HH:mm:ss"));

    private Strftime() {}

    private static Map.Entry<Character, DateTimeFormatter> format(char code, String pattern) {
        return Map.entry(code, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }

    static String format(String format, ZonedDateTime time) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            i++;
            char code = i < format.length() ? format.charAt(i) : ' ';
            boolean unpadded = code == '-' && i + 1 < format.length();
            if (unpadded) {
                i++;
                code = format.charAt(i);
            }
            String text = one(code, time);
            out.append(unpadded ? text.replaceFirst("^0+(?=.)", "") : text);
        }
        return out.toString();
    }

    private static String one(char code, ZonedDateTime time) {
        DateTimeFormatter formatter = FORMATS.get(code);
        if (formatter != null) {
            return formatter.format(time);
        }
        return switch (code) {
            case '%' -> "%";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'e' -> "%2d".formatted(time.getDayOfMonth());
            case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            // Python's datetime.now() has no zone.
            case 'z', 'Z' -> "";
            default -> throw new Fault("strftime_now: the code %" + code + " is not supported");
        };
    }
}
