package org.counterpoint.train.settings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.counterpoint.data.Suggestion;
import org.counterpoint.train.objective.Parameter;

/** What a setting may be: checks a raw value, from YAML or a command line, and gives it its Java type. */
public sealed interface SettingType {

    /**
     * @return a Double, Long, Boolean, String or list of Strings
     * @throws IllegalArgumentException saying what was expected, such as "a number above 0"
     */
    Object read(Object raw);

    /** A finite number in a range. */
    record Real(Parameter.Number range) implements SettingType {
        @Override
        public Double read(Object raw) {
            try {
                double value = decimal(raw).doubleValue();
                if (Double.isFinite(value) && range.accepts(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // falls through to the one message below
            }
            throw new IllegalArgumentException("a number " + range.range());
        }
    }

    /** A whole number in a range. */
    record Whole(long low, long high) implements SettingType {
        @Override
        public Long read(Object raw) {
            try {
                long value = decimal(raw).longValueExact();
                if (value >= low && value <= high) {
                    return value;
                }
            } catch (ArithmeticException | NumberFormatException e) {
                // falls through to the one message below
            }
            String range = low == Long.MIN_VALUE ? "" : ", at least " + low;
            throw new IllegalArgumentException("a whole number" + range);
        }
    }

    /** true or false. */
    record Flag() implements SettingType {
        @Override
        public Boolean read(Object raw) {
            return switch (String.valueOf(raw)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("true or false");
            };
        }
    }

    /** One of a few words. */
    record Word(List<String> values) implements SettingType {
        public Word {
            values = List.copyOf(values);
        }

        @Override
        public String read(Object raw) {
            if (raw instanceof String word && values.contains(word)) {
                return word;
            }
            throw new IllegalArgumentException("one of " + String.join(", ", values)
                    + Suggestion.among(String.valueOf(raw).toLowerCase(Locale.ROOT), values));
        }
    }

    /** Any text that is not empty. */
    record Text() implements SettingType {
        @Override
        public String read(Object raw) {
            if (raw instanceof String || raw instanceof Number) {
                String text = raw.toString();
                if (!text.isBlank()) {
                    return text;
                }
            }
            throw new IllegalArgumentException("a text");
        }
    }

    /** The name of a pair type, or, for likelihood training, of a model; {@code a:b} stands for {@code a>b}. */
    record TypeName() implements SettingType {
        @Override
        public String read(Object raw) {
            String text = new Text().read(raw);
            int colon = text.indexOf(':');
            return text.contains(">") || colon < 0 || colon != text.lastIndexOf(':') ? text : text.replace(':', '>');
        }
    }

    /** Names of pair types: a list, or a text with commas. */
    record TypeNames() implements SettingType {
        @Override
        public List<String> read(Object raw) {
            List<?> given = raw instanceof List<?> list
                    ? list
                    : List.of(String.valueOf(raw).split(",", -1));
            List<String> names = new ArrayList<>();
            try {
                for (Object name : given) {
                    names.add(new TypeName().read(name instanceof String text ? text.strip() : name));
                }
            } catch (IllegalArgumentException e) {
                names.clear();
            }
            if (names.isEmpty()) {
                throw new IllegalArgumentException("all, or a list of pair types such as [a>b, a>c]");
            }
            return List.copyOf(names);
        }
    }

    private static BigDecimal decimal(Object raw) {
        if (raw instanceof BigDecimal decimal) {
            return decimal;
        }
        if (raw instanceof BigInteger whole) {
            return new BigDecimal(whole);
        }
        if (raw instanceof Number || raw instanceof String) {
            String text = raw.toString().strip();
            if (text.length() > 60) {
                throw new NumberFormatException("too long for a number");
            }
            BigDecimal value = new BigDecimal(text);
            if (Math.abs((long) value.scale()) > 400) {
                throw new NumberFormatException("out of range");
            }
            return value;
        }
        throw new NumberFormatException("no number");
    }
}
